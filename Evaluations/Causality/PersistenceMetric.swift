/// C2, persistence: what was done stays done: the made effect's share along the true one over the last fifth of the time.
///
/// More than the true effect counts like as much less.
public struct PersistenceMetric: Metric {
    public let id = "effect_persistence"
    public let terms = ["effect", "persist"]
    public let catches = ["reverting-effect", "idle", "superstitious"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("effect").compactMap { term in
                guard let maps = EffectMaps.of(term, evidence), !maps.area[maps.ending].allSatisfy(\.isEmpty) else {
                    return nil
                }
                let gain = maps.gain(maps.ending)
                return Measurement(
                    max(0, gain > 1 ? 2 - gain : gain), branch: term.subjects[0], details: ["ending_gain": gain],
                    perFrame: maps.times.indices.map { maps.gain($0..<$0 + 1) }, firstFrame: maps.times[0])
            })
    }
}
