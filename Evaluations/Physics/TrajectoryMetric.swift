import Worlds

/// M, trajectory: things that move go where they go in truth: 1 - the mean distance between found and true place, as a
/// share of the mean distance between the true place and where the thing was last given.
///
/// Where a thing is not found it counts as not having moved. Also the mean difference of speeds, in metres a second.
public struct TrajectoryMetric: Metric {
    public let id = "trajectory"
    public let column: String? = "physics"
    /// A picture that stays the same while the camera looks down shows things that fall.
    public let gated = true
    public let terms = ["displace", "velocity", "gravity", "bounce"]
    public let catches = ["wrong-direction", "frozen", "idle", "noise", "blank"]
    /// Metres from which a thing has moved.
    static let least = 0.1

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        let ids = Set(
            evidence.scenario.expectations.filter { terms.contains($0.name) }.flatMap { truth.ids($0) })
        return Measurement.mean(
            ids.sorted().compactMap { id in
                guard let states = truth.states(of: id) else { return nil }
                let first = evidence.firstMade
                let home = SIMD3<Double>(states[first - 1].position)
                func length(_ way: SIMD3<Double>) -> Double { (way * way).sum().squareRoot() }
                let moved = (first..<truth.frameCount).filter {
                    length(SIMD3<Double>(states[$0].position) - home) >= Self.least
                }
                let path = ThingPath(id, evidence, moved.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
                guard path.points.count >= 4 else { return nil }
                var (error, way) = (0.0, 0.0)
                for point in path.points {
                    let whole = length(point.truth - home)
                    way += whole
                    error += point.made.map { length($0 - point.truth) } ?? whole
                }
                let speeds = zip(path.points, path.points.dropFirst()).compactMap { a, b -> Double? in
                    guard let x = a.made, let y = b.made else { return nil }
                    let seconds = Double(b.frame - a.frame) / Flight.rate
                    return length((y - x) - (b.truth - a.truth)) / seconds
                }
                var details = ["metres": error / Double(path.points.count), "found": path.found]
                if !speeds.isEmpty { details["speed_error_m_s"] = speeds.reduce(0, +) / Double(speeds.count) }
                return Measurement(
                    max(0, 1 - error / way), details: details, firstFrame: path.points[0].frame)
            })
    }
}
