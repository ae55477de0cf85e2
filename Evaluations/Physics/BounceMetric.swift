import Worlds

/// M, bounce: things rise as high after a bounce as they should: 1 - |e' - e| / e of the coefficients of restitution,
/// e = sqrt(rise / fall) in heights, over the truth's first fall and the flight after it.
public struct BounceMetric: Metric {
    public let id = "bounce"
    public let column: String? = "physics"
    /// A picture that stays the same while the camera looks down shows things that fall.
    public let gated = true
    public let terms = ["bounce"]
    public let catches = ["sticky", "frozen", "idle", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        let ids = evidence.terms("bounce").flatMap { truth.ids($0) }
        return Measurement.mean(
            ids.compactMap { id in
                guard let states = truth.states(of: id), let fall = Flight(states, from: evidence.firstMade),
                    let rise = Flight(states, from: fall.frames.upperBound + 1)
                else { return nil }
                // Of the later flight to its top and a little beyond, of the former from its beginning.
                let top = rise.frames.max { states[$0].position.y < states[$1].position.y } ?? rise.frames.lowerBound
                let end = min(rise.frames.upperBound, top + 3)
                let path = ThingPath(id, evidence, fall.frames.lowerBound...end)
                let turn = fall.frames.upperBound + 1
                guard let want = Self.restitution(path.points.map { ($0.frame, $0.truth.y) }, turn), want > 0.1 else {
                    return nil
                }
                let found = path.points.compactMap { point in point.made.map { (point.frame, $0.y) } }
                var details = ["truth_restitution": want, "found": path.found]
                guard path.found > 0.67, let made = Self.restitution(found, turn) else {
                    return Measurement(0, details: details)
                }
                details["restitution"] = made
                return Measurement(max(0, 1 - abs(made - want) / want), details: details)
            })
    }

    /// Of heights at frames with the bounce near `turn`; nil where the thing does not fall a tenth of a metre.
    private static func restitution(_ points: [(frame: Int, height: Double)], _ turn: Int) -> Double? {
        guard let start = points.first?.height,
            let low = points.filter({ abs($0.frame - turn) <= 2 }).min(by: { $0.height < $1.height }),
            let high = points.filter({ $0.frame > low.frame }).map(\.height).max(), start - low.height > 0.1
        else { return nil }
        return max(0, (high - low.height) / (start - low.height)).squareRoot()
    }
}
