import Testing
import Worlds

@testable import ReferenceWorld

struct UseTests {
    @Test func everyPressBitesOnce() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.burger(at: SIMD3(0, 1.2, 1.5)))
        let bite = try #require(try world.step(Play.keys(.use)).truth?.events.first)
        #expect(bite.kind == "bite" && bite.cause == "use")
        _ = try world.step(Play.keys(.use))
        #expect(world.stage.things[0].state == 1, "a held key bites once")
        for _ in 0..<6 {
            _ = try world.step(Action.none())
            _ = try world.step(Play.keys(.use))
        }
        #expect(world.stage.things[0].state == 4)
    }

    @Test func aDoorOpensAndLetsThrough() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.door(at: SIMD3(0, 0, 1.5), heading: 0, open: false))
        for _ in 0..<20 { _ = try world.step(Play.keys(.forward)) }
        #expect(world.pose.z < 1.2, "a closed door stops")
        let open = try #require(try world.step(Play.keys(.use)).truth?.events.first)
        #expect(open.kind == "open" && open.cause == "use")
        for _ in 0..<30 { _ = try world.step(Play.keys(.forward)) }
        #expect(world.pose.z > 2)
    }

    @Test func aLeverSwitchesItsLamp() throws {
        var world = try Play.emptyPlaza()
        let lamp = world.stage.add(.lamp(at: SIMD3(3, 0, 3), lit: false))
        world.stage.add(.lever(at: SIMD3(0, 0, 1.5), target: lamp, state: 0))
        world.pose.pitch = -0.5
        let events = try #require(try world.step(Play.keys(.use)).truth?.events)
        let lever = world.stage.things[1].id
        #expect(events.map(\.kind) == ["switch", "switch"])
        #expect(events.map(\.cause) == ["use", String(lever)])
        #expect(world.stage.things[0].state == 1)
    }

    @Test func paintStaysOnTheCanvas() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.canvas(at: SIMD3(0, 0, 1.8), heading: .pi))
        let before = try world.step(Action.none()).frame
        let after = try world.step(Play.keys(.use))
        #expect(after.truth?.events.first?.kind == "paint")
        #expect(after.frame != before)
        #expect(after.truth?.objects.first?.state == 1)
    }

    @Test func useOnTheGroundPlacesABlock() throws {
        var world = try Play.emptyPlaza()
        #expect(try world.step(Play.keys(.use)).truth?.events.isEmpty == true, "a level gaze meets no ground")
        world.pose.pitch = -0.35
        _ = try world.step(Action.none())
        let seen = try world.step(Play.keys(.use))
        #expect(seen.truth?.events.first?.kind == "place")
        #expect(seen.truth?.objects.count == 1)
    }

    @Test func nothingIsUsedThroughAWall() throws {
        var world = try Play.emptyPlaza()
        world.stage.add(.burger(at: SIMD3(0, 1.2, 1.8)))
        world.stage.scene.wall(x: -1...1, z: 0.9...1.1, height: 2, SIMD3(1, 1, 1), accent: SIMD3(1, 1, 1))
        #expect(try world.step(Play.keys(.use)).truth?.events.contains { $0.kind == "bite" } == false)
    }
}
