import Scenarios
import Worlds

/// P3, hidden evolution: what goes on while nobody looks has gone on as far as it should: of pictures of 0, a quarter, ...
/// five quarters of the change since the object was last looked at, the nearest; 1 - the error in that share.
///
/// A paused world is at 0, and so is a picture farther from all of these than the whole change is: it shows something else.
public struct EvolutionMetric: Metric {
    public let id = "evolution"
    public let terms = ["evolve"]
    public let catches = ["noise", "blank", "re-seeded"]
    static let shares: [Float] = [0, 0.25, 0.5, 0.75, 1.25]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("evolve").compactMap { term in
                guard let set = evidence.truth.evolution(term) else { return nil }
                let errors = set.errors(evidence.main)
                let (error, change) = (errors.min() ?? 1, set.error(between: "0.0", "true"))
                let best = set.nearest(errors)
                let share = best == "true" ? 1 : Double(best) ?? 0
                return Measurement(
                    error > change ? 0 : max(0, 1 - abs(share - 1)),
                    details: ["evolved_share": share, "mse": error, "mse_change": change])
            })
    }
}

extension CaseTruth {
    /// Pictures of shares of an object's change since the mark `from`; nil where it has not changed to the eye.
    func evolution(_ term: ScenarioTerm) -> AlternativeSet? {
        let set = alternatives(term, named: "evolution") { world, id, _ in
            let from = term.arguments["from"]?.word.flatMap { frame(of: $0) } ?? frame(of: "seen") ?? 0
            return EvolutionMetric.shares.map { (name: String($0), world: past(world, id, from, share: $0)) }
        }
        return set?.names.contains("0.0") == true ? set : nil
    }
}
