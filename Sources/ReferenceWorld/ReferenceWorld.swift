import Foundation
import Tensors
import Worlds

/// The deterministic simulator with exact truth. A value: an assignment is a snapshot.
public struct ReferenceWorld: World {
    public static let scenes = ["meadow", "rooms", "table"]
    public let name = "reference"
    public let actionSpace = ActionSpace.standard
    /// What the scene shows, in words.
    public var caption: String { scene.caption }

    var scene = Scene(family: "meadow", seed: 0)
    public internal(set) var pose = Truth.Pose(x: 0, y: 1.5, z: -4, yaw: 0, pitch: 0)
    private var renderer = Renderer(width: 128, height: 80)
    private var random = PhiloxGenerator(seed: 0)
    private var jumpSpeed: Float = 0
    private var used = false
    var frame = 0
    var events: [Truth.Event] = []
    private let truth: Bool
    static let eyeHeight: Float = 1.5
    private static let gravity: Float = 9.8 / 400

    /// Without `truth`, observations carry the picture and the pose only.
    public init(truth: Bool = true) { self.truth = truth }

    public mutating func reset(_ start: Start) throws -> Observation {
        guard start.scene.isEmpty || Self.scenes.contains(start.scene) else {
            throw FileError(
                "There is no scene '\(start.scene)'; the scenes are \(Self.scenes.joined(separator: ", ")).")
        }
        guard (16...4096).contains(start.width), (16...4096).contains(start.height) else {
            throw FileError("A picture of \(start.width)x\(start.height) cannot be rendered; use 16 to 4096 pixels.")
        }
        let family = start.scene.isEmpty ? Self.scenes[Int(start.seed % UInt64(Self.scenes.count))] : start.scene
        scene = Scene(family: family, seed: start.seed)
        random = PhiloxGenerator(seed: start.seed, stream: 1)
        renderer = Renderer(width: start.width, height: start.height)
        pose = Truth.Pose(
            x: scene.start.x, y: Self.eyeHeight, z: scene.start.z, yaw: random.uniform() * 2 * .pi, pitch: -0.05)
        (jumpSpeed, used, frame, events) = (0, false, 0, [])
        return observe()
    }

    public mutating func step(_ action: Action) throws -> Observation {
        frame += 1
        events = []
        move(action)
        let use = action[.use] > 0.5
        if use && !used { useWhatIsAhead() }
        used = use
        for i in scene.things.indices { animate(i) }
        return observe()
    }

    private func observe() -> Observation {
        let (picture, depth, instances) = renderer.render(scene, pose: pose)
        var known = Truth(pose: pose, intrinsics: renderer.intrinsics, events: events)
        if truth {
            known.depth = depth
            known.instances = instances
            known.objects = scene.things.filter { $0.id > 1 }.map {
                Truth.ObjectState(
                    id: $0.id, kind: $0.kind.rawValue, position: $0.position, velocity: $0.velocity, state: $0.state)
            }
        }
        return Observation(frame: picture, truth: known)
    }

    private mutating func move(_ action: Action) {
        pose.yaw += max(-1, min(1, action[.turn])) * 6 * .pi / 180
        pose.pitch = max(-0.9, min(0.9, pose.pitch + max(-1, min(1, action[.look])) * 4 * .pi / 180))
        let ahead = action[.forward] - action[.back]
        let side = action[.right] - action[.left]
        let (c, s) = (cos(pose.yaw), sin(pose.yaw))
        var step = SIMD2<Float>(s * ahead + c * side, c * ahead - s * side)
        let length = (step * step).sum().squareRoot()
        if length > 1 { step /= length }
        step *= 0.12
        if !blocked(pose.x + step.x, pose.z) { pose.x += step.x }
        if !blocked(pose.x, pose.z + step.y) { pose.z += step.y }
        if action[.jump] > 0.5 && pose.y <= Self.eyeHeight { jumpSpeed = 0.2 }
        pose.y += jumpSpeed
        jumpSpeed -= Self.gravity
        if pose.y <= Self.eyeHeight { (pose.y, jumpSpeed) = (Self.eyeHeight, 0) }
    }

    /// Whether a body of radius 0.3 m at (x, z) would stand in something solid.
    func blocked(_ x: Float, _ z: Float, radius: Float = 0.3) -> Bool {
        if abs(x) > scene.reach || abs(z) > scene.reach { return true }
        for thing in scene.things where thing.solid && thing.lowest.y < 1.2 {
            let dx = max(0, abs(x - thing.position.x) - thing.half.x)
            let dz = max(0, abs(z - thing.position.z) - thing.half.z)
            if dx * dx + dz * dz < radius * radius { return true }
        }
        return false
    }

    private mutating func animate(_ i: Int) {
        var thing = scene.things[i]
        switch thing.kind {
        case .ball:
            let dx = thing.position.x - pose.x
            let dz = thing.position.z - pose.z
            let distance = (dx * dx + dz * dz).squareRoot()
            if distance < thing.half.x + 0.3 && distance > 1e-4 {
                thing.velocity.x += dx / distance * 0.05
                thing.velocity.z += dz / distance * 0.05
                events.append(.init(frame: frame, kind: "push", object: thing.id, cause: "contact"))
            }
            thing.velocity.y -= Self.gravity
            thing.position += thing.velocity
            if thing.position.y < thing.half.x {
                if thing.velocity.y < -0.06 {
                    events.append(.init(frame: frame, kind: "bounce", object: thing.id, cause: "gravity"))
                }
                thing.position.y = thing.half.x
                thing.velocity.y *= abs(thing.velocity.y) < 0.06 ? 0 : -0.55
                thing.velocity.x *= 0.95
                thing.velocity.z *= 0.95
            }
            if blocked(thing.position.x, thing.position.z, radius: thing.half.x * 0.9) {
                thing.position.x -= thing.velocity.x
                thing.position.z -= thing.velocity.z
                thing.velocity.x *= -0.6
                thing.velocity.z *= -0.6
            }
        case .dog, .person:
            if thing.kind == .dog && random.uniform() < 0.05 { thing.heading += (random.uniform() - 0.5) * 2.5 }
            let speed: Float = thing.kind == .dog ? 0.05 : 0.045
            let x = thing.position.x + sin(thing.heading) * speed
            let z = thing.position.z + cos(thing.heading) * speed
            if blocked(x, z, radius: 0.4) {
                thing.heading += thing.kind == .dog ? 2 : .pi
                thing.velocity = SIMD3(0, 0, 0)
            } else {
                thing.velocity = SIMD3(x - thing.position.x, 0, z - thing.position.z)
                thing.position.x = x
                thing.position.z = z
            }
        case .door:
            let goal: Float = thing.state > 0 ? 3.6 : 1.2
            thing.position.y += max(-0.12, min(0.12, goal - thing.position.y))
        case .box:
            thing.position += thing.velocity
            if abs(thing.position.x) + thing.half.x > scene.reach || abs(thing.position.z) + thing.half.z > scene.reach
            {
                thing.position -= thing.velocity
            }
            thing.velocity *= 0.8
        default: break
        }
        scene.things[i] = thing
    }
}
