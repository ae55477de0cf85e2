import Testing
import Worlds

@testable import ReferenceWorld

struct ReferenceWorldTests {
    static func play(_ scene: String, seed: UInt64, frames: Int) throws -> [Observation] {
        var world = ReferenceWorld()
        var policy = Policy(kind: .approachAndUse, seed: seed)
        var all = [try world.reset(Start(scene: scene, seed: seed, width: 64, height: 48))]
        for _ in 0..<frames { all.append(try world.step(policy.action(for: world))) }
        return all
    }

    @Test(arguments: ReferenceWorld.scenes)
    func sameSeedAndActionsGiveTheSameBits(scene: String) throws {
        let (a, b) = (try Self.play(scene, seed: 7, frames: 40), try Self.play(scene, seed: 7, frames: 40))
        #expect(zip(a, b).allSatisfy { $0.frame == $1.frame })
        #expect(Set(a.last!.frame.pixels).count > 8)
        #expect(try Self.play(scene, seed: 8, frames: 0)[0].frame != a[0].frame)
    }

    @Test func aForkGoesItsOwnWay() throws {
        var world = ReferenceWorld()
        _ = try world.reset(Start(scene: "meadow", seed: 3, width: 64, height: 48))
        var other = world
        var turn = Action.none()
        turn[.turn] = 1
        _ = try other.step(turn)
        #expect(other.pose.yaw != world.pose.yaw)
        let still = try world.step(.none())
        let moved = try other.step(turn)
        #expect(still.frame != moved.frame)
    }

    @Test func depthAgreesWithASphereAhead() throws {
        var scene = Scene(family: "meadow", seed: 1)
        scene.things = [
            Thing(
                kind: .ball, form: .sphere, id: 9, position: SIMD3(0, 1.5, 5), half: SIMD3(repeating: 0.5),
                color: SIMD3(1, 0, 0))
        ]
        let renderer = Renderer(width: 64, height: 64)
        let picture = renderer.render(scene, pose: .init(x: 0, y: 1.5, z: 0, yaw: 0, pitch: 0))
        let center = 32 * 64 + 32
        #expect(picture.instances[center] == 9)
        #expect(abs(picture.depth[center] - 4.5) < 0.02)
        #expect(picture.depth[32] == .infinity && picture.instances[32] == 0)
    }

    @Test func usingABallPushesIt() throws {
        var world = ReferenceWorld()
        _ = try world.reset(Start(scene: "meadow", seed: 1, width: 32, height: 32))
        world.scene.things = [
            Thing(
                kind: .ball, form: .sphere, id: 9, position: SIMD3(0, 1.5, -2.5), half: SIMD3(repeating: 0.4),
                color: SIMD3(1, 0, 0), solid: false)
        ]
        world.pose = .init(x: 0, y: 1.5, z: -4, yaw: 0, pitch: 0)
        var use = Action.none()
        use[.use] = 1
        let seen = try world.step(use)
        #expect(seen.truth!.events.contains { $0.kind == "push" && $0.cause == "use" && $0.object == 9 })
        let before = world.scene.things[0].position.z
        for _ in 0..<5 { _ = try world.step(.none()) }
        #expect(world.scene.things[0].position.z > before + 0.3)
        var bounced = false
        for _ in 0..<40 {
            let seen = try world.step(.none())
            bounced = bounced || seen.truth!.events.contains { $0.kind == "bounce" && $0.cause == "gravity" }
        }
        #expect(bounced)
    }

    @Test func unknownScenesAreRefused() {
        var world = ReferenceWorld()
        #expect(throws: (any Error).self) { try world.reset(Start(scene: "moon")) }
        #expect(throws: (any Error).self) { try world.reset(Start(width: 0)) }
    }

    @Test(arguments: Policy.Kind.allCases)
    func policiesStayInBounds(kind: Policy.Kind) throws {
        var world = ReferenceWorld(truth: false)
        _ = try world.reset(Start(scene: "rooms", seed: 11, width: 16, height: 16))
        var policy = Policy(kind: kind, seed: 2)
        for _ in 0..<300 { _ = try world.step(policy.action(for: world)) }
        #expect(abs(world.pose.x) <= world.scene.reach && abs(world.pose.z) <= world.scene.reach)
    }
}
