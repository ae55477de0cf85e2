import ArgumentParser
import Foundation
import Tensors

extension DeviceChoice: ExpressibleByArgument {}

/// `--device`, which every command that computes with a model has.
struct DeviceOption: ParsableArguments {
    @Option(help: "Where to compute: cpu, cuda (an NVIDIA GPU), or auto, the GPU where there is a usable one.")
    var device = DeviceChoice.cpu

    /// Makes it, and the kernels that this machine is fastest with, the choice of the whole program.
    func choose() throws {
        ArithmeticChoice.current.apply()
        if let gpu = try device.choose(), StandardError.isTerminal {
            StandardError.write("Computing on \(gpu.name).\n")
        }
    }
}
