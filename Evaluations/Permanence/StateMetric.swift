import Scenarios
import Worlds

/// P2, state: what was bitten, opened or lit is so on return: of pictures of all states, the nearest is the true one.
public struct StateMetric: Metric {
    public let id = "state"
    public let terms = ["state"]
    public let catches = ["vanishing", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("state").compactMap { term in
                guard let set = evidence.truth.states(term) else { return nil }
                let best = set.nearest(set.errors(evidence.main))
                return Measurement(best == "true" ? 1 : 0, details: Double(best).map { ["state": $0] } ?? [:])
            })
    }
}

extension CaseTruth {
    /// Pictures of an object in every other state, and gone.
    func states(_ term: ScenarioTerm) -> AlternativeSet? {
        alternatives(term, named: "states") { world, id, frame in
            guard let now = world.state(of: id) else { return nil }
            let kind = truth(frame).objects.first { $0.id == id }?.kind ?? ""
            let all: [Float] = ["burger", "canvas"].contains(kind) ? [0, 1, 2, 3, 4] : [0, 1]
            var forks = all.filter { $0 != now }.map { (name: String($0), world: world.setting(state: $0, of: id)) }
            forks.append((name: "absent", world: world.removing(id)))
            return forks
        }
    }
}
