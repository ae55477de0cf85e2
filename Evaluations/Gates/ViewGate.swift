import Foundation
import Worlds

/// The camera moved as commanded: the geometry gain along the path reaches 5 dB.
///
/// Leaving the start view is not enough: a world at half speed leaves it too and would score 1.0 on revisits.
public struct ViewGate: Gate {
    public static let least = 5.0
    public let name = "view"

    public func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult? {
        guard let gain = PathGain.of(evidence) else { return nil }
        let text = String(format: "the path gains %.1f dB of %.0f", gain.db, Self.least)
        return GateResult(name, gain.db >= Self.least, text)
    }
}
