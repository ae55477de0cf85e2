import Foundation
import Tensors

/// The yardstick and a large product under every instruction set that this machine has, each in a program of its own:
/// what machines without AVX-512 or its bf16 instructions would reach.
package struct InstructionSetBenchmark {
    package init() {}

    package func run() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for set in Kernels.InstructionSet.available {
            for (key, value) in try measure(set) where key.hasSuffix(".fps") || key.hasSuffix("_gflops") {
                values["\(set.rawValue).\(key)"] = value
            }
        }
        return values
    }

    private func measure(_ set: Kernels.InstructionSet) throws -> [String: Double] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["benchmark", "--cases", "peak", "yardstick", "--json"]
        var environment = ProcessInfo.processInfo.environment
        environment["DIORAMA_ISA"] = set.rawValue
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        do { try process.run() } catch {
            throw FileError("diorama cannot start itself to measure \(set.rawValue): \(error.localizedDescription)")
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0,
            let report = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { throw FileError("the benchmark of \(set.rawValue) ended without figures") }
        return report.compactMapValues { $0 as? Double }
    }
}
