import ArgumentParser
import Foundation
import Tensors

extension DeviceChoice: ExpressibleByArgument {}

/// `--device`, which every command that computes with a model has.
struct DeviceOption: ParsableArguments {
    @Option(help: "Where to compute: cpu, cuda (an NVIDIA GPU), or auto, the GPU where there is a usable one.")
    var device = DeviceChoice.cpu

    /// Makes it the choice of the whole program.
    func choose() throws {
        if let gpu = try device.choose(), isatty(2) == 1 {
            FileHandle.standardError.write(Data("Computing on \(gpu.name).\n".utf8))
        }
    }
}
