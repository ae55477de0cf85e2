import Foundation
import Scenarios
import Worlds

/// The view was elsewhere and the object out of sight, in truth: co-visibility with the frames before below 0.35 and no
/// pixel of the object at the mark "away" (or the one that the term names).
public struct AwayGate: Gate {
    public static let most = 0.35
    public let name = "away"

    public func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult? {
        let truth = evidence.truth
        guard let away = truth.frame(of: term.at ?? "away") ?? Self.hidden(truth, term) else { return nil }
        let seen = truth.frame(of: "seen") ?? max(0, truth.firstMade - 1)
        let shared = truth.covisibility(min(seen, away), max(seen, away))
        let ids = term.subjects.compactMap { truth.scenario.objects[$0] }
        let visible = truth.truth(away).instances.contains { ids.contains($0) }
        return GateResult(
            name, shared < Self.most && !visible,
            String(format: "%.0f%% of the view is shared%@", shared * 100, visible ? " and the object is in sight" : "")
        )
    }

    /// The first frame at which none of the objects is in sight.
    private static func hidden(_ truth: CaseTruth, _ term: ScenarioTerm) -> Int? {
        let ids = term.subjects.compactMap { truth.scenario.objects[$0] }
        guard !ids.isEmpty else { return nil }
        return (truth.firstMade..<truth.frameCount).first { frame in
            !truth.truth(frame).instances.contains { ids.contains($0) }
        }
    }
}
