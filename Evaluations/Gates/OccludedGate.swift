import Camera
import Foundation
import Scenarios
import Worlds

/// The occluder stands where it should while it covers the object: at least `iou` (0.5) of the pixels that hide the
/// object in truth, the object's own place in the scene, look like the occluder in the candidate's frame.
public struct OccludedGate: Gate {
    public static let least = 0.5
    /// Colours closer than this, of [0, 1] a channel, look alike.
    public static let alike = 0.15
    public let name = "occluded"

    public func check(_ evidence: Evidence, _ term: ScenarioTerm) -> GateResult? {
        let truth = evidence.truth
        guard let at = truth.frame(of: term.at ?? "covered"), let object = term.subjects.first,
            let id = truth.scenario.objects[object],
            let state = truth.truth(at).objects.first(where: { $0.id == id })
        else { return nil }
        let want = term.arguments["iou"]?.number ?? Self.least
        let there = truth.truth(at)
        let camera = Camera(there.pose, there.intrinsics)
        let place = camera.project(state.position - camera.eye)
        let frame = truth.main[at].frame
        let (w, h) = (frame.width, frame.height)
        let reach = max(3, Int(there.intrinsics.fx * 0.4 / max(0.3, place.z)))
        var (all, good) = (0, 0)
        for y in max(0, Int(place.y) - reach)..<max(0, min(h, Int(place.y) + reach + 1)) {
            for x in max(0, Int(place.x) - reach)..<max(0, min(w, Int(place.x) + reach + 1)) {
                let i = y * w + x
                guard there.instances[i] != id, there.depth[i] < place.z else { continue }
                all += 1
                if frame.distance(to: evidence.main[at], at: i) < Self.alike { good += 1 }
            }
        }
        guard all > 0 else { return GateResult(name, false, "nothing covers the object in truth") }
        let share = Double(good) / Double(all)
        return GateResult(name, share >= want, String(format: "%.0f%% of the occluder is there", share * 100))
    }
}
