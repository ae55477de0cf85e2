import Foundation
import Playing
import Worlds

/// The meters' last minute.
struct MeterHistory {
    /// Readings of a minute at the usual rate.
    static let limit = 1200
    private(set) var readings: [MeterReading] = []

    mutating func append(_ reading: MeterReading) {
        readings.append(reading)
        if readings.count > Self.limit + 100 { readings.removeFirst(100) }
    }

    struct Row {
        var name: String
        var value: String
        /// Between 0 and 1, oldest first; nil where nothing was to be read.
        var line: [Double?]
    }

    var rows: [Row] {
        let last = readings.suffix(Self.limit)
        func row(_ name: String, _ text: (Double) -> String, _ full: Double, _ of: (MeterReading) -> Double?) -> Row {
            let values = last.map(of)
            let newest = values.suffix(20).compactMap { $0 }
            let value = newest.isEmpty ? "-" : text(newest.reduce(0, +) / Double(newest.count))
            return Row(name: name, value: value, line: values.map { $0.map { max(0, min(1, $0 / full)) } })
        }
        let percent = { (value: Double) in String(format: "%.0f%%", value * 100) }
        return [
            row("turn obeyed", percent, 1.5, Self.obeyed), row("walk obeyed", percent, 1.5, \.walked),
            row("comes back off by", { String(format: "%.1f", $0) }, 40, \.difference),
            row("as memory has it", percent, 1, \.memory),
            row("sharpness of the start", percent, 1.5, { $0.sharpness }),
            row("colour off by", { String(format: "%.1f", $0) }, 60, { $0.colour }),
        ]
    }

    /// The turn that pictures show over the one that was asked for; nil where next to nothing was asked for.
    private static func obeyed(_ reading: MeterReading) -> Double? {
        guard let asked = reading.asked, abs(asked) >= 1, let turned = reading.turned else { return nil }
        return turned / asked
    }
}
