import Worlds

/// C2, onset: the effect begins when it begins in truth; each frame too early or too late costs an eighth.
///
/// Both beginnings are read the same way. What grows into the picture (a ball that starts to roll) changes pixels before it
/// fills the area that an effect needs; a rule for the candidate alone would call the truth itself too early.
public struct OnsetMetric: Metric {
    public let id = "effect_onset"
    public let terms = ["effect"]
    public let catches = ["idle", "superstitious"]
    static let tolerance = 8.0
    /// Share of the true effect that counts as its beginning.
    static let begun = 0.3

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        return Measurement.mean(
            evidence.terms("effect").compactMap { term in
                guard let maps = EffectMaps.of(term, evidence), let a = evidence.frames[term.subjects[0]],
                    let b = evidence.frames[term.subjects[1]], let x = truth.branches[term.subjects[0]],
                    let y = truth.branches[term.subjects[1]]
                else { return nil }
                let first = truth.firstMade
                let onset = Self.early(maps, from: first) { (x[$0].frame, y[$0].frame) } ?? maps.times[0]
                var begins = onset + Int(Self.tolerance)
                if let early = Self.early(maps, from: first, { (a[$0], b[$0]) }) {
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

    /// The first frame before that of the first map at which the first true effect's area has changed by half as much.
    private static func early(_ maps: EffectMaps, from first: Int, _ pair: (Int) -> (Frame, Frame)) -> Int? {
        let area = maps.area[0]
        let want = area.reduce(Float(0)) { $0 + maps.truth[0].magnitude($1) } / 2
        return (max(first, maps.times[0] - Int(tolerance))..<maps.times[0]).first { t in
            let (a, b) = pair(t)
            if a == b { return false }
            let map = Difference(a, b)
            return area.reduce(Float(0)) { $0 + map.magnitude($1) } >= want
        }
    }
}
