import Foundation

/// One input that a reader fails on.
struct FuzzFinding {
    enum Kind: String { case crash, hang, allocation, nonsense }

    let reader: String
    let kind: Kind
    let number: Int
    /// Where it failed, or what is wrong: findings of the same words are kept once.
    let words: String

    var signature: String { "\(reader) \(kind) \(words.prefix(60))" }

    var line: String { "\(reader): \(kind.rawValue) at input \(number): \(words)" }

    /// The first place in this package's sources of a backtrace.
    static func place(_ trace: String) -> String {
        let lines = trace.split(separator: "\n")
        let fatal = lines.first { $0.contains("Fatal error") || $0.contains("Crashed") || $0.contains("Crash:") }
        let own = lines.first { line in
            line.contains(" at /") && ["/Sources/", "/Evaluations/", "/checkouts/"].contains { line.contains($0) }
        }
        let at = own.flatMap { $0.range(of: " at /").map { range in "/" + own![range.upperBound...] } }
        return "\(at ?? "unknown place") \(fatal ?? "")"
    }
}
