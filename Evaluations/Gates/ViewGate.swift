import Foundation
import Scenarios
import Worlds

/// The camera moved as commanded: the geometry gain along the path reaches 5 dB, or 0.7 of the truth's own where that
/// is less than what 5 dB would ask for; never below 2 dB, which noise gains by interpolation alone.
///
/// Leaving the start view is not enough: a world at half speed leaves it too and would score 1.0 on revisits.
public struct ViewGate: Gate {
    public static let most = 5.0
    public static let least = 2.0
    public static let share = 0.7
    public let name = "view"

    public func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult? {
        guard let gain = PathGain.of(evidence) else { return nil }
        let truth = PathGain.of(evidence.truth)?.db ?? 0
        let bound = Self.bound(truth)
        return GateResult(name, gain.db >= bound, String(format: "the path gains %.1f dB of %.1f", gain.db, bound))
    }

    /// What is asked for where the truth itself gains `truth` dB.
    static func bound(_ truth: Double) -> Double { max(least, min(most, share * truth)) }
}
