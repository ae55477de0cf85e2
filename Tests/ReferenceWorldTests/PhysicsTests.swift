import Testing
import Worlds

@testable import ReferenceWorld

struct PhysicsTests {
    private func ball(at position: SIMD3<Float>) -> Thing {
        var ball = Thing(kind: .ball, position: position, half: SIMD3(repeating: 0.3), color: SIMD3(1, 0, 0))
        ball.solid = false
        return ball
    }

    @Test func aBallFallsAndBounces() throws {
        var world = try Play.emptyPlaza()
        world.scene.add(ball(at: SIMD3(0, 3, 3)))
        let first = try #require(try world.step(Action.none()).truth?.objects.first)
        #expect(first.velocity.y < 0 && first.position.y < 3)
        let bounce = try #require(try Play.event("bounce", in: &world, doing: Action.none()))
        #expect(bounce.cause == "gravity" && bounce.object == first.id && bounce.frame == world.frame)
        for _ in 0..<200 { _ = try world.step(Action.none()) }
        #expect(abs(world.scene.things[0].position.y - 0.3) < 1e-3)
    }

    @Test func walkingIntoABallPushesIt() throws {
        var world = try Play.emptyPlaza()
        world.scene.add(ball(at: SIMD3(0, 0.3, 1.5)))
        let push = try #require(try Play.event("push", in: &world, doing: Play.keys(.forward)))
        #expect(push.cause == "contact")
        _ = try world.step(Action.none())
        #expect(world.scene.things[0].velocity.z > 0.5)
    }

    @Test func walkingIntoABoxPushesItAndWhatStandsOnIt() throws {
        var world = try Play.emptyPlaza()
        world.scene.add(
            Thing(kind: .box, position: SIMD3(0, 0.4, 1.5), half: SIMD3(repeating: 0.4), color: SIMD3(1, 0, 0)))
        world.scene.add(
            Thing(kind: .box, position: SIMD3(0, 1.1, 1.5), half: SIMD3(repeating: 0.3), color: SIMD3(1, 0, 0)))
        for _ in 0..<30 { _ = try world.step(Play.keys(.forward)) }
        #expect(world.scene.things[0].position.z > 2)
        #expect(abs(world.scene.things[1].position.z - world.scene.things[0].position.z) < 0.1)
        #expect(abs(world.scene.things[1].position.y - 1.1) < 0.01)
        #expect(world.pose.z < world.scene.things[0].position.z - 0.6)
    }

    @Test func digTheLowerBlockAndTheUpperFalls() throws {
        var world = try Play.emptyPlaza()
        for y: Float in [0.4, 1.2] {
            world.scene.add(
                Thing(kind: .block, position: SIMD3(0, y, 2), half: SIMD3(repeating: 0.4), color: SIMD3(0, 1, 0)))
        }
        world.pose.pitch = -0.5
        let dig = try #require(try world.step(Play.keys(.use)).truth?.events.first)
        #expect(dig.kind == "dig" && dig.cause == "use")
        for _ in 0..<30 { _ = try world.step(Action.none()) }
        #expect(world.scene.things.count == 1)
        #expect(abs(world.scene.things[0].position.y - 0.4) < 1e-3)
    }

    @Test func thePlayerJumpsAndLands() throws {
        var world = try Play.emptyPlaza()
        _ = try world.step(Play.keys(.jump))
        var highest: Float = 0
        for _ in 0..<40 {
            _ = try world.step(Action.none())
            highest = max(highest, world.pose.y)
        }
        #expect(highest > 2 && highest < 2.6)
        #expect(world.pose.y == ReferenceWorld.eyeHeight)
    }

    @Test func wallsStopThePlayer() throws {
        var world = try Play.emptyPlaza()
        for _ in 0..<200 { _ = try world.step(Play.keys(.forward, .right)) }
        #expect(world.pose.z <= world.scene.reach - 0.29)
        #expect(world.pose.x <= world.scene.reach - 0.29)
    }
}
