import Foundation
import Text
import WorldModel

/// Facts right of facts said, and facts said of those that surely hold, by what they are about.
public struct FactScore: Sendable {
    public private(set) var said: [Fact.Subject: Int] = [:]
    public private(set) var right: [Fact.Subject: Int] = [:]
    public private(set) var sure: [Fact.Subject: Int] = [:]
    public private(set) var found: [Fact.Subject: Int] = [:]

    public init() {}

    public init(_ captioner: Captioner, on clips: [FactClip]) {
        for clip in clips { add(captioner.facts(of: clip.frames), clip) }
    }

    mutating func add(_ facts: Set<Fact>, _ clip: FactClip) {
        for fact in facts {
            said[fact.subject, default: 0] += 1
            if clip.tolerated.contains(fact) { right[fact.subject, default: 0] += 1 }
        }
        for fact in clip.sure {
            sure[fact.subject, default: 0] += 1
            if facts.contains(fact) { found[fact.subject, default: 0] += 1 }
        }
    }

    /// Nil where nothing was said.
    public func precision(_ subject: Fact.Subject) -> Double? { Self.share(right[subject], said[subject]) }
    /// Nil where nothing held.
    public func recall(_ subject: Fact.Subject) -> Double? { Self.share(found[subject], sure[subject]) }

    private static func share(_ part: Int?, _ all: Int?) -> Double? {
        all.map { Double(part ?? 0) / Double(max(1, $0)) }
    }

    /// Such as "kind 0.93 0.88 (210, 220), ...": precision, recall, facts said and facts that hold.
    public var words: String {
        Fact.Subject.allCases.map { subject in
            func text(_ share: Double?) -> String { share.map { String(format: "%.2f", $0) } ?? "-" }
            return "\(subject.rawValue) \(text(precision(subject))) \(text(recall(subject))) "
                + "(\(said[subject] ?? 0), \(sure[subject] ?? 0))"
        }.joined(separator: "; ")
    }

    /// A line a subject, for a terminal.
    public var table: String {
        let head = "facts      precision  recall   said   hold"
        let lines = Fact.Subject.allCases.map { subject in
            func text(_ share: Double?) -> String { share.map { String(format: "%.2f", $0) } ?? "   -" }
            return subject.rawValue.padding(toLength: 11, withPad: " ", startingAt: 0)
                + "     \(text(precision(subject)))    \(text(recall(subject)))"
                + String(format: "%7d%7d", said[subject] ?? 0, sure[subject] ?? 0)
        }
        return ([head] + lines).joined(separator: "\n")
    }
}
