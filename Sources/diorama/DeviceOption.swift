import ArgumentParser
import Foundation
import Tensors

extension DeviceChoice: ExpressibleByArgument {}

/// `--device`, which every command that computes with a model has.
struct DeviceOption: ParsableArguments {
    @Option(help: "Where to compute: cpu, cuda (an NVIDIA GPU), or auto, the GPU where there is a usable one.")
    var device = DeviceChoice.cpu

    /// The GPU to compute on; nil: the CPU, with the kernels that this machine is fastest with.
    func chosen() throws -> CUDADevice? {
        ArithmeticChoice.current.apply()
        let gpu = try device.device()
        if let gpu, StandardError.isTerminal { StandardError.write("Computing on \(gpu.name).\n") }
        return gpu
    }
}
