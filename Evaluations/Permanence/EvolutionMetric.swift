import Worlds

/// P3, hidden evolution: what goes on while nobody looks has gone on as far as it should: of pictures of 0, a quarter, ...
/// five quarters of the change since the object was last looked at, the nearest; 1 - the error in that share.
///
/// A paused world is at 0.
public struct EvolutionMetric: Metric {
    public let id = "evolution"
    public let terms = ["evolve"]
    public let catches = ["noise", "blank"]
    static let shares: [Float] = [0, 0.25, 0.5, 0.75, 1.25]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("evolve").compactMap { term in
                guard let set = evidence.truth.evolution(term) else { return nil }
                let best = set.nearest(set.errors(evidence.main))
                let share = best == "true" ? 1 : Double(best) ?? 0
                return Measurement(max(0, 1 - abs(share - 1)), details: ["evolved_share": share])
            })
    }
}

extension CaseTruth {
    /// Pictures of shares of an object's change since the mark `from`; nil where it has not changed to the eye.
    func evolution(_ term: ScenarioTerm) -> AlternativeSet? {
        let key = "evolution \(term)"
        if let known = choices.withLock({ $0[key] }) { return known }
        var made: AlternativeSet?
        if let frame = frame(of: term.at ?? "end"), let world = worlds[frame],
            let id = term.subjects.first.flatMap({ scenario.objects[$0] })
        {
            let from = term.arguments["from"]?.word.flatMap { self.frame(of: $0) } ?? self.frame(of: "seen") ?? 0
            let forks = EvolutionMetric.shares.map { share in
                (name: String(share), world: past(world, id, from, share: share))
            }
            made = AlternativeSet(world, at: frame, actions: actions(scenario.mainBranch), forks: forks)
            if made?.names.contains("0.0") == false { made = nil }
        }
        let kept = made
        choices.withLock { $0[key] = .some(kept) }
        return kept
    }
}
