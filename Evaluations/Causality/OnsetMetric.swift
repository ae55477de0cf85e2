import Worlds

/// C2, onset: the effect begins when it begins in truth; each frame too early or too late costs an eighth.
public struct OnsetMetric: Metric {
    public let id = "effect_onset"
    public let terms = ["effect"]
    public let catches = ["idle", "superstitious"]
    static let tolerance = 8.0
    /// Share of the true effect that counts as its beginning.
    static let begun = 0.3

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("effect").compactMap { term in
                guard let maps = EffectMaps.of(term, evidence), let a = evidence.frames[term.subjects[0]],
                    let b = evidence.frames[term.subjects[1]]
                else { return nil }
                let onset = maps.times[0]
                var begins = onset + Int(Self.tolerance)
                if let early = Self.early(a, b, maps, from: evidence.firstMade) {
                    begins = early
                } else if let k = maps.times.indices.first(where: { maps.gain($0..<$0 + 1) >= Self.begun }) {
                    begins = maps.times[k]
                }
                let error = Double(begins - onset)
                return Measurement(
                    max(0, 1 - abs(error) / Self.tolerance), branch: term.subjects[0],
                    details: ["onset_frames": error], gates: [EffectGate.check(maps)])
            })
    }

    /// The first frame before the true onset at which the first true effect's area has changed by half as much.
    private static func early(_ a: [Frame], _ b: [Frame], _ maps: EffectMaps, from first: Int) -> Int? {
        let area = maps.area[0]
        let want = area.reduce(Float(0)) { $0 + maps.truth[0].magnitude($1) } / 2
        return (max(first, maps.times[0] - Int(tolerance))..<maps.times[0]).first { t in
            if a[t] == b[t] { return false }
            let map = Difference(a[t], b[t])
            return area.reduce(Float(0)) { $0 + map.magnitude($1) } >= want
        }
    }
}
