import Foundation
import Worlds

extension ReferenceWorld {
    /// The thing the crosshair meets within 2.5 m, and how far it is.
    func aimed() -> (index: Int, distance: Float)? {
        let eye = SIMD3(pose.x, pose.y, pose.z)
        let d = SIMD3<Float>(sin(pose.yaw) * cos(pose.pitch), sin(pose.pitch), cos(pose.yaw) * cos(pose.pitch))
        var best: (index: Int, distance: Float)?
        for (i, thing) in scene.things.enumerated() {
            // Easier to hit than to see: half a hand wider on every side.
            let (lo, hi) = (thing.lowest - eye - 0.1, thing.highest - eye + 0.1)
            let (a, b) = (lo / d, hi / d)
            let near = max(0, pointwiseMin(a, b).max())
            guard near <= pointwiseMax(a, b).min(), near < 2.5, near < best?.distance ?? .infinity else { continue }
            best = (i, near)
        }
        return best
    }

    mutating func useWhatIsAhead() {
        guard let (index, _) = aimed() else { return place() }
        let push = SIMD3<Float>(sin(pose.yaw), 0, cos(pose.yaw))
        var thing = scene.things[index]
        let kind: String
        switch thing.kind {
        case .ball:
            thing.velocity += push * 0.18 + SIMD3(0, 0.08, 0)
            kind = "push"
        case .box:
            thing.velocity += push * 0.15
            kind = "push"
        case .burger:
            guard thing.state < 3 else { return }
            thing.state += 1
            thing.half.x *= 0.75
            thing.half.y *= 0.85
            thing.position.y -= thing.half.y * 0.15
            kind = "bite"
        case .canvas:
            thing.state += 1
            kind = "paint"
        case .lamp, .lever:
            thing.state = 1 - thing.state
            kind = "switch"
        case .door:
            thing.state = 1 - thing.state
            kind = thing.state > 0 ? "open" : "close"
        case .block:
            scene.things.remove(at: index)
            events.append(.init(frame: frame, kind: "dig", object: thing.id, cause: "use"))
            return
        default: return
        }
        scene.things[index] = thing
        events.append(.init(frame: frame, kind: kind, object: thing.id, cause: "use"))
        if thing.kind == .lever, let target = scene.things.firstIndex(where: { $0.id == thing.target }) {
            scene.things[target].state = thing.state
            events.append(
                .init(frame: frame, kind: "switch", object: thing.target, cause: String(thing.id)))
        }
    }

    /// Puts a block on the ground ahead, where there is room.
    private mutating func place() {
        let (x, z) = (pose.x + 1.6 * sin(pose.yaw), pose.z + 1.6 * cos(pose.yaw))
        guard !blocked(x, z, radius: 0.4) else { return }
        let id = (scene.things.map(\.id).max() ?? 1) + 1
        scene.things.append(
            Thing(
                kind: .block, id: id, position: SIMD3(x, 0.4, z), half: SIMD3(repeating: 0.4),
                color: SIMD3(0.8, 0.62, 0.4)))
        events.append(.init(frame: frame, kind: "place", object: id, cause: "use"))
    }
}
