import Worlds

/// C3, specificity: what causes nothing changes nothing.
///
/// 1 - 10 times the share of pixels that differ between the branches of a `no_effect` term, or on an `untouched` object
/// between those of the scenario's effect; zero at a tenth of the picture. Behind the gate that real causes have
/// effects, else a world that does nothing would be perfect.
public struct SpecificityMetric: Metric {
    public let id = "specificity"
    public let terms = ["no_effect", "untouched"]
    public let catches = ["idle", "frozen", "superstitious"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        guard let gate = EffectGate.check(evidence) else { return nil }
        var parts: [Measurement] = []
        for term in evidence.terms("no_effect") where term.subjects.count == 2 {
            guard let a = evidence.frames[term.subjects[0]], let b = evidence.frames[term.subjects[1]] else { continue }
            parts.append(part(Self.rate(a, b, evidence) { _ in nil }, gate, term.subjects[0]))
        }
        for term in evidence.terms("untouched") {
            guard let effect = evidence.terms("effect").first, effect.subjects.count == 2,
                let a = evidence.frames[effect.subjects[0]], let b = evidence.frames[effect.subjects[1]]
            else { continue }
            for id in term.subjects.compactMap({ evidence.scenario.objects[$0] }) {
                let rate = Self.rate(a, b, evidence) { t in
                    let (x, y) = (
                        evidence.truth.truth(t, branch: effect.subjects[0]).instances,
                        evidence.truth.truth(t, branch: effect.subjects[1]).instances
                    )
                    return x.indices.filter { x[$0] == id && y[$0] == id }
                }
                parts.append(part(rate, gate, effect.subjects[0]))
            }
        }
        return Measurement.mean(parts)
    }

    private func part(_ rate: Double, _ gate: GateResult, _ branch: String) -> Measurement {
        Measurement(max(0, 1 - 10 * rate), branch: branch, details: ["false_effect_rate": rate], gates: [gate])
    }

    /// Share of pixels, of those that `pixels` lists for a frame or of all, that differ by the threshold of an effect.
    private static func rate(
        _ a: [Frame], _ b: [Frame], _ evidence: Evidence, pixels: (Int) -> [Int]?
    ) -> Double {
        var (differing, all) = (0, 0)
        for t in stride(from: evidence.firstMade, to: min(a.count, b.count), by: 2) {
            let chosen = pixels(t) ?? Array(0..<a[t].width * a[t].height)
            all += chosen.count
            if a[t] == b[t] { continue }
            let map = Difference(a[t], b[t])
            differing += chosen.count { map.magnitude($0) >= EffectMaps.threshold }
        }
        return all == 0 ? 0 : Double(differing) / Double(all)
    }
}
