import Worlds

/// P2, count: as many objects as there are: of each that is in sight in truth, whether the picture comes nearer to the
/// truth or to the object's absence, and one more where a twin beside it fits better than none.
public struct CountMetric: Metric {
    public let id = "count"
    public let terms = ["count"]
    public let catches = ["vanishing", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("count").compactMap { term in
                let names = term.subjects.flatMap { Self.members($0, evidence.scenario.objects) }
                var (real, found) = (0, 0)
                for name in names {
                    var one = term
                    one.subjects = [name]
                    guard let set = evidence.truth.alternatives(one, among: ["true", "absent"]) else { continue }
                    real += 1
                    if set.nearest(set.errors(evidence.main)) == "true" { found += 1 }
                    if let twins = evidence.truth.alternatives(one, among: ["true", "twin"]),
                        twins.nearest(twins.errors(evidence.main)) == "twin"
                    {
                        found += 1
                    }
                }
                if real == 0 { return nil }
                let gap = abs(Double(found - real))
                return Measurement(
                    max(0, 1 - gap / Double(real)), details: ["counted": Double(found), "there": Double(real)])
            })
    }

    /// The members of a group, "ball.1", "ball.2", ..., or the object alone.
    static func members(_ name: String, _ objects: [String: UInt16]) -> [String] {
        let members = objects.keys.filter { $0.hasPrefix(name + ".") }.sorted()
        return members.isEmpty ? [name] : members
    }
}
