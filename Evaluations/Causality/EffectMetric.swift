/// C2, effect: what an action changes is what it changes in truth.
///
/// The mean of the cosine between the two difference maps and the average precision of the made one as a detector of the
/// true effect's area, above its base rate.
public struct EffectMetric: Metric {
    public let id = "effect"
    public let terms = ["effect"]
    public let catches = ["idle", "superstitious", "frozen", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("effect").compactMap { term in
                guard let maps = EffectMaps.of(term, evidence) else { return nil }
                let (precision, base) = maps.averagePrecision
                let above = (precision - base) / max(1e-6, 1 - base)
                return Measurement(
                    (max(0, maps.cosine) + max(0, above)) / 2, branch: term.subjects[0],
                    details: [
                        "cosine": maps.cosine, "gain": maps.gain(maps.times.indices), "average_precision": precision,
                        "base_rate": base, "leak": maps.leak,
                    ], perFrame: maps.times.indices.map { maps.gain($0..<$0 + 1) }, firstFrame: maps.times[0])
            })
    }
}
