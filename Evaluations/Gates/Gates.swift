/// All gates that scripts may name.
public enum Gates {
    public static let all: [any Gate] = [ViewGate(), DetailGate(), AwayGate(), OccludedGate(), NullFloorGate()]

    /// The gates of the evidence's scenario.
    public static func check(_ evidence: Evidence) -> [GateResult] {
        evidence.scenario.gates.compactMap { term in
            all.first { $0.name == term.name }?.check(evidence, term)
        }
    }
}
