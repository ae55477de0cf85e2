import Testing
import Worlds

@testable import ReferenceWorld

struct PhysicsTests {
    private let red = (name: "red", color: SIMD3<Float>(1, 0, 0))
    private let green = (name: "green", color: SIMD3<Float>(0, 1, 0))

    @Test func aBallFallsAndBounces() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.ball(at: SIMD3(0, 2.7, 3), radius: 0.3, red))
        let first = try #require(try world.step(Action.none()).truth?.objects.first)
        #expect(first.velocity.y < 0 && first.position.y < 3)
        let bounce = try #require(try Play.event("bounce", in: &world, doing: Action.none()))
        #expect(bounce.cause == "gravity" && bounce.object == first.id && bounce.frame == world.stage.frame)
        for _ in 0..<200 { _ = try world.step(Action.none()) }
        #expect(abs(world.stage.things[0].position.y - 0.3) < 1e-3)
    }

    @Test func walkingIntoABallPushesIt() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.ball(at: SIMD3(0, 0, 1.5), radius: 0.3, red))
        let push = try #require(try Play.event("push", in: &world, doing: Play.keys(.forward)))
        #expect(push.cause == "contact")
        _ = try world.step(Action.none())
        #expect(world.stage.things[0].velocity.z > 0.5)
    }

    @Test func walkingIntoABoxPushesItAndWhatStandsOnIt() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.box(at: SIMD3(0, 0, 1.5), size: 0.4, red))
        world.stage.add(.box(at: SIMD3(0, 0.8, 1.5), size: 0.3, red))
        for _ in 0..<30 { _ = try world.step(Play.keys(.forward)) }
        #expect(world.stage.things[0].position.z > 2)
        #expect(abs(world.stage.things[1].position.z - world.stage.things[0].position.z) < 0.1)
        #expect(abs(world.stage.things[1].position.y - 1.1) < 0.01)
        #expect(world.pose.z < world.stage.things[0].position.z - 0.6)
    }

    @Test func digTheBlockAndWhatStandsOnItFalls() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.block(at: SIMD3(0, 0, 2), SIMD3(repeating: 0.4), green))
        world.stage.add(.box(at: SIMD3(0, 0.8, 2), size: 0.4, red))
        world.pose.pitch = -0.5
        let dig = try #require(try world.step(Play.keys(.use)).truth?.events.first)
        #expect(dig.kind == "dig" && dig.cause == "use")
        for _ in 0..<30 { _ = try world.step(Action.none()) }
        #expect(world.stage.things.count == 1)
        #expect(abs(world.stage.things[0].position.y - 0.4) < 1e-3)
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

    @Test func aFrameOfEachKeyGoesAsFarAsItSays() throws {
        var world = try Play.emptyPlaza()
        for _ in 0..<10 { _ = try world.step(Play.keys(.forward)) }
        #expect(abs(world.pose.z - 1.2) < 1e-4 && world.pose.x == 0)
        for _ in 0..<15 { _ = try world.step(Play.keys(.turn)) }
        #expect(abs(world.pose.yaw - .pi / 2) < 1e-4)
        for _ in 0..<5 { _ = try world.step(Play.keys(.look)) }
        #expect(abs(world.pose.pitch - 20 * .pi / 180) < 1e-4)
        for _ in 0..<10 { _ = try world.step(Play.keys(.right, .back)) }
        #expect(abs(world.pose.x + 0.6 * Float(2).squareRoot()) < 1e-3)
        #expect(abs(world.pose.z - 1.2 + 0.6 * Float(2).squareRoot()) < 1e-3)
    }

    @Test func wallsStopThePlayer() throws {
        var world = try Play.emptyPlaza()
        for _ in 0..<200 { _ = try world.step(Play.keys(.forward, .right)) }
        #expect(world.pose.z <= world.stage.scene.reach - 0.29)
        #expect(world.pose.x <= world.stage.scene.reach - 0.29)
    }
}
