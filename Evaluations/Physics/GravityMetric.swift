import Worlds

/// M, gravity: things fall as fast as they should: 1 - |a - g| / g, where a is the downward acceleration of the thing as it
/// is found in the picture over the truth's first free flight, and g that of the truth.
///
/// A thing that is lost in more than a third of those frames is a failure.
public struct GravityMetric: Metric {
    public let id = "gravity"
    public let column: String? = "physics"
    /// A picture that stays the same while the camera looks down shows things that fall.
    public let gated = true
    public let terms = ["gravity"]
    public let catches = ["floaty", "frozen", "idle", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        let ids = evidence.terms("gravity").flatMap { truth.ids($0) }
        return Measurement.mean(
            ids.compactMap { id in
                guard let states = truth.states(of: id), let flight = Flight(states, from: evidence.firstMade) else {
                    return nil
                }
                let path = ThingPath(id, evidence, flight.frames)
                guard let want = Flight.acceleration(path.points.map { ($0.frame, $0.truth.y) }), want > 1 else {
                    return nil
                }
                let found = path.points.compactMap { point in point.made.map { (point.frame, $0.y) } }
                var details = ["truth_m_s2": want, "found": path.found]
                guard path.found > 0.67, let made = Flight.acceleration(found) else {
                    return Measurement(0, details: details)
                }
                details["m_s2"] = made
                return Measurement(
                    max(0, 1 - abs(made - want) / want), details: details, perFrame: found.map(\.1),
                    firstFrame: flight.frames.lowerBound)
            })
    }
}
