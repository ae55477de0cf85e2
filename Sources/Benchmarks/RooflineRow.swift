import Foundation
import Tensors

/// One kind of work in a frame, beside what the machine allows (the roofline of Williams et al. 2009).
package struct RooflineRow {
    let name: String
    let entry: Profile.Entry
    /// Seconds of all kinds of work together, and the frames they were measured over.
    let total: Double
    let frames: Int
    /// Seconds that `entry` takes at the least, and whether arithmetic is what it waits for; nil where there is no limit to
    /// compare with.
    let limit: (seconds: Double, isArithmetic: Bool)?

    private var share: Double { entry.seconds / total }
    private var gflops: Double { entry.flops / entry.seconds * 1e-9 }
    private var gigabytes: Double { (entry.moved + entry.stored) / entry.seconds * 1e-9 }

    static func table(_ rows: [RooflineRow]) -> BenchmarkTable {
        BenchmarkTable(
            columns: ["work", "calls", "ms a frame", "share", "reached", "possible", "reached of it"],
            rows: rows.map(\.cells))
    }

    private var cells: [String] {
        let first = [
            name, String(entry.calls / frames), String(format: "%.2f", entry.seconds * 1000 / Double(frames)),
            String(format: "%.1f%%", share * 100),
        ]
        guard let limit else { return first + ["", "", ""] }
        let reached = limit.seconds / entry.seconds
        let rate = limit.isArithmetic ? gflops : gigabytes
        let unit = limit.isArithmetic ? "GFLOP/s" : "GB/s"
        return first + [
            String(format: "%.1f %@", rate, unit), String(format: "%.1f %@", rate / reached, unit),
            String(format: "%.0f%%", reached * 100),
        ]
    }

    /// The same as numbers by key.
    func values(under prefix: String) -> [String: Double] {
        let words = name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: "_")
        var values = ["share": share, "ms": entry.seconds * 1000 / Double(frames)]
        if let limit {
            values["reached"] = limit.seconds / entry.seconds
            values[limit.isArithmetic ? "gflops" : "gb_per_second"] = limit.isArithmetic ? gflops : gigabytes
        }
        return Dictionary(uniqueKeysWithValues: values.map { ("\(prefix).\(words).\($0.key)", $0.value) })
    }
}
