import Foundation

/// Numbers as people read them.
public enum ScoreFormat {
    /// "0.42".
    public static func score(_ x: Double) -> String {
        let text = String(format: "%.2f", abs(x))
        return x < 0 && text != "0.00" ? "\u{2212}" + text : text
    }

    /// "+0.12", "−0.03", "0.00".
    public static func signed(_ x: Double) -> String {
        let text = score(x)
        return x > 0 && text != "0.00" ? "+" + text : text
    }

    /// "[−0.02, +0.05]".
    public static func range(_ interval: Interval?) -> String {
        interval.map { "[\(signed($0.low)), \(signed($0.high))]" } ?? "unknown"
    }

    /// "p < 0.001", "p = 0.02".
    public static func p(_ p: Double) -> String {
        p < 0.001 ? "p < 0.001" : "p = " + String(format: p < 0.1 ? "%.3f" : "%.2f", p)
    }

    /// "0.08", "< 0.005" for what would round to nothing; "unknown" for nil.
    public static func floor(_ x: Double?) -> String {
        guard let x else { return "unknown" }
        return x < 0.005 ? "under 0.005" : String(format: "%.2f", x)
    }

    public static func percent(_ share: Double) -> String { String(format: "%.0f%%", share * 100) }

    /// "24": to the nearest whole number, however large.
    public static func whole(_ x: Double) -> String { String(format: "%.0f", x.rounded()) }

    /// "12 runs", "1 run".
    public static func count(_ n: Int, _ thing: String) -> String { "\(n) \(thing)\(n == 1 ? "" : "s")" }
}
