/// C2, leak: an effect stays where it is in truth: 1 - outside / inside, of how much of the made effect lies in the true
/// one's surroundings. (1 - outside / all would let an effect of a sixth of the picture leak over all of it and pass.)
public struct LeakMetric: Metric {
    public let id = "effect_leak"
    public let terms = ["effect"]
    public let catches = ["leaky-effect", "idle"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("effect").compactMap { term in
                EffectMaps.of(term, evidence).map {
                    Measurement(
                        max(0, 1 - $0.leak / max(1e-6, 1 - $0.leak)), branch: term.subjects[0],
                        details: ["leak": $0.leak],
                        gates: [EffectGate.check($0)])
                }
            })
    }
}
