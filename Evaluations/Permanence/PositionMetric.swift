import Camera
import Scenarios
import Worlds

/// P2, position: where the object is, to within a grid of 0.3 m across the view and along it: 1 - the distance in metres
/// between the best fitting place and the true one.
public struct PositionMetric: Metric {
    public let id = "position"
    public let terms = ["position"]
    public let catches = ["vanishing", "noise", "blank"]
    static let step: Float = 0.3
    static let reach = 3

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("position").compactMap { term in
                guard let set = evidence.truth.positions(term) else { return nil }
                let best = set.nearest(set.errors(evidence.main))
                let metres = best == "true" ? 0 : best == "absent" ? 1 : Double(best) ?? 1
                return Measurement(max(0, 1 - metres), details: ["metres": metres])
            })
    }
}

extension CaseTruth {
    /// Pictures of an object displaced by steps, named by the distance in metres, and gone.
    func positions(_ term: ScenarioTerm) -> AlternativeSet? {
        alternatives(term, named: "positions") { world, id, _ in
            let heading = Heading(world.pose.yaw)
            var forks = [(name: "absent", world: world.removing(id))]
            for a in -PositionMetric.reach...PositionMetric.reach {
                for b in -1...1 where a != 0 || b != 0 {
                    let (across, along) = (Float(a) * PositionMetric.step, Float(2 * b) * PositionMetric.step)
                    let level = heading.level(ahead: along, side: across)
                    let way = SIMD3(level.x, 0, level.y)
                    forks.append((String((way * way).sum().squareRoot()), world.displacing(id, by: way)))
                }
            }
            return forks
        }
    }
}
