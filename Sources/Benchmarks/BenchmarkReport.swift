import Evaluations
import Foundation
import Tensors

/// What was measured: numbers by key, and tables.
package struct BenchmarkReport {
    package enum Form { case json, plain, markdown }

    /// The GPU that was measured; nil: the CPU.
    let device: CUDADevice?
    private var values: [String: Double] = [:]
    /// Whether a GPU was found to compute something else than the CPU.
    package private(set) var disagrees = false
    private var tables: [(title: String, table: BenchmarkTable)] = []

    package init(device: CUDADevice?) { self.device = device }

    package mutating func add(_ measured: [String: Double]) { values.merge(measured) { $1 } }

    package mutating func add(_ rows: [RooflineRow], title: String, key: String) {
        tables.append(("Where a frame of \(title) goes", RooflineRow.table(rows)))
        for row in rows { add(row.values(under: "roofline.\(key)")) }
    }

    /// Each precision's largest error goes under `key`.
    package mutating func add(_ rows: [DeviceAgreement.Row], key: String) {
        if rows.contains(where: { !$0.passes }) { disagrees = true }
        let columns = ["computed", "arithmetic", "error", "error of gradients", "within bounds"]
        let cells = rows.map { row in
            [
                row.name, row.precision.rawValue, String(format: "%.1e", row.forward),
                row.backward.map { String(format: "%.1e", $0) } ?? "", row.passes ? "yes" : "NO",
            ]
        }
        tables.append(("The GPU beside the CPU in f32", BenchmarkTable(columns: columns, rows: cells)))
        for (precision, rows) in Dictionary(grouping: rows, by: \.precision) {
            add(["\(key).\(precision.rawValue)": rows.map { max($0.forward, $0.backward ?? 0) }.max()!])
        }
    }

    package func text(_ form: Form) throws -> String {
        if form == .json { return try json() }
        var parts = [machine() + "\n" + ArithmeticChoice.current.description]
        // What a table shows is not listed again.
        let listed = values.filter { !$0.key.hasPrefix("roofline.") }.sorted { $0.key < $1.key }
        if !listed.isEmpty {
            let rows = listed.map { [$0.key, Self.short($0.value)] }
            parts.append(BenchmarkTable(columns: ["measured", ""], rows: rows).text(form))
        }
        for (title, table) in tables { parts.append(title + "\n\n" + table.text(form)) }
        return parts.joined(separator: "\n\n")
    }

    /// Three digits or so that count.
    private static func short(_ value: Double) -> String {
        String(format: abs(value) < 0.1 ? "%.4f" : abs(value) < 10 ? "%.3f" : "%.1f", value)
    }

    private func json() throws -> String {
        try JSONText.text(Flat(values: values, machine: machine()))
    }

    private struct Flat: Encodable {
        let values: [String: Double]
        let machine: String

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            for (key, value) in values { try container.encode(value, forKey: Key(key)) }
            try container.encode(machine, forKey: Key("machine"))
            try container.encode(ArithmeticChoice.current.description, forKey: Key("arithmetic"))
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ key: String) { stringValue = key }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private func machine() -> String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = info.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first
        let gpu = device.map { $0.name + ", " } ?? ""
        let name = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown CPU"
        return
            "\(gpu)\(name), \(WorkerPool.shared.threads) threads, \(Kernels.InstructionSet.current.rawValue), int8: \(Kernels.int8), "
            + "load average \(load ?? "?")"
    }
}
