import Foundation
import Scenarios
import Worlds

/// The effect stands above the noise: within the true effect's area the difference between factual and counterfactual
/// is larger than between two runs of the same actions under different noise (A/A').
public struct NullFloorGate: Gate {
    public let name = "null_floor"

    public func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult? {
        guard let null = evidence.nullBranch, let again = evidence.frames[null],
            let effect = evidence.terms("effect").first.flatMap({ EffectMaps.of($0, evidence) })
        else { return nil }
        var (made, noise, n) = (0.0, 0.0, 0)
        for (k, t) in effect.times.enumerated() {
            let a = Difference(evidence.main[t], again[t])
            for i in effect.area[k] {
                made += Double(effect.made[k].magnitude(i))
                noise += Double(a.magnitude(i))
                n += 1
            }
        }
        guard n > 0 else { return nil }
        return GateResult(
            name, made > noise,
            String(format: "the effect is %.3f, noise alone %.3f", made / Double(n), noise / Double(n)))
    }
}
