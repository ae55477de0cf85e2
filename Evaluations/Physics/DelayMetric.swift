import Worlds

/// M, delay: what loses its support or is set going begins to move when it should; each frame too early or too late costs
/// an eighth.
///
/// It has begun when it is found a sixth of its way, at least 0.12 m, towards where it goes in truth.
public struct DelayMetric: Metric {
    public let id = "delay"
    public let column: String? = "physics"
    /// A picture that stays the same while the camera looks down shows things that fall.
    public let gated = true
    public let terms = ["delay"]
    public let catches = ["frozen", "idle", "noise", "blank"]
    static let tolerance = 8

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        let ids = evidence.terms("delay").flatMap { truth.ids($0) }
        return Measurement.mean(
            ids.compactMap { id in
                guard let states = truth.states(of: id) else { return nil }
                let first = evidence.firstMade
                let home = SIMD3<Double>(states[first - 1].position)
                let ways = states.map { SIMD3<Double>($0.position) - home }
                let lengths = ways.map { ($0 * $0).sum().squareRoot() }
                guard let most = lengths.max(), most > 0.4 else { return nil }
                let far = max(0.15, most / 5)
                guard let onset = (first..<truth.frameCount).first(where: { lengths[$0] >= far }) else { return nil }
                let last = min(truth.frameCount - 1, onset + Self.tolerance)
                let path = ThingPath(id, evidence, max(first, onset - Self.tolerance)...last)
                let goal = ways[min(truth.frameCount - 1, onset + 4)]
                let unit = goal / max(1e-6, (goal * goal).sum().squareRoot())
                func hasBegun(_ place: SIMD3<Double>) -> Bool { ((place - home) * unit).sum() >= far * 0.8 }
                guard let begins = path.points.first(where: { hasBegun($0.truth) })?.frame else { return nil }
                let begun = path.points.first { $0.made.map(hasBegun) ?? false }
                let error = begun.map { Double($0.frame - begins) } ?? Double(Self.tolerance)
                return Measurement(
                    max(0, 1 - abs(error) / Double(Self.tolerance)),
                    details: ["delay_frames": error, "found": path.found])
            })
    }
}
