import Foundation
import Worlds

/// Fine detail is neither washed out nor noise: the energy of the high frequencies of the frames made lies between
/// 0.4 and 2.5 times the truth's.
public struct DetailGate: Gate {
    public static let range = 0.4...2.5
    public let name = "detail"

    public func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult? {
        let ratio = Self.ratio(evidence)
        return GateResult(name, Self.range.contains(ratio), String(format: "detail is %.2f times the truth's", ratio))
    }

    static func ratio(_ evidence: Evidence) -> Double {
        let (made, truth) = (evidence.main, evidence.truth.main)
        var (sum, want) = (0.0, 0.0)
        for t in stride(from: evidence.firstMade, to: truth.count, by: 4) {
            sum += made[t].detailEnergy
            want += truth[t].frame.detailEnergy
        }
        return sum / max(want, 1e-9)
    }
}
