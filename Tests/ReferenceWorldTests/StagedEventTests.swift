import Testing
import Worlds

@testable import ReferenceWorld

/// Each kind's event happens, with its cause.
struct StagedEventTests {
    private typealias Play = StagedPlay

    @Test(arguments: ["left", "away", "right"])
    func aPushGoesWhereItIsAimed(way: String) throws {
        for kind in ["ball", "cube"] {
            var play = try Play("table", [Play.thing(kind)])
            let direction: SIMD2<Float> =
                way == "away" ? SIMD2(0, 1) : SIMD2(way == "left" ? -0.766 : 0.766, 0.643)
            let before = try play.position(kind)
            try play.use(kind, pushing: direction)
            #expect(try play.happened("push", kind, cause: "use"))
            try play.wait(6)
            let moved = try play.position(kind) - before
            let length = (moved.x * moved.x + moved.z * moved.z).squareRoot()
            #expect(length > 0.2)
            #expect((moved.x * direction.x + moved.z * direction.y) / length > 0.97, "\(kind) \(way): \(moved)")
        }
    }

    @Test func heavyThingsGoSlower() throws {
        var speeds: [Float] = []
        for mass in [1.0, 4] {
            var play = try Play("room", [Play.thing("ball", nil, ["mass": .number(mass)])])
            try play.use("ball", pushing: SIMD2(0, 1))
            speeds.append(try #require(play.world.velocity(of: play.id("ball"))).z)
        }
        #expect(abs(speeds[0] / speeds[1] - 4) < 0.2 && speeds[0] > 2.5)
    }

    @Test func pushingTheAirMovesNothing() throws {
        var play = try Play("room", [Play.thing("ball")])
        let before = try play.position("ball")
        try play.hold(.look, frames: 8)
        try play.press()
        try play.wait(10)
        #expect(try play.position("ball") == before && play.events.isEmpty)
    }

    @Test func aReleasedBallFallsBouncesAndRests() throws {
        var play = try Play("room", [Play.thing("ball", nil, ["at": .word("high"), "held": .word("yes")])])
        try play.wait(10)
        #expect(play.events.isEmpty)
        try play.use("ball")
        #expect(try play.happened("release", "ball", cause: "use"))
        try play.wait(90)
        #expect(try play.happened("bounce", "ball", cause: "gravity") && play.happened("land", "ball"))
        #expect(try !play.happened("fall", "ball"), "a bounce is no loss of support")
        #expect(try abs(play.position("ball").y - 0.25) < 2e-3)
    }

    @Test func freeFallFollowsGravityAndBounceItsRestitution() throws {
        var play = try Play(
            "room",
            [
                Play.thing(
                    "ball", nil, ["at": .numbers([0, 2.2, 0]), "release": .number(5), "bounce": .number(0.8)])
            ])
        var heights: [Float] = []
        for _ in 0..<80 {
            try play.step()
            heights.append(try play.position("ball").y)
        }
        #expect(try play.happened("release", "ball", cause: "timer"))
        // 10 frames after the release: half a second.
        #expect(abs(heights[3] - heights[13] - 0.5 * 9.8 * 0.25) < 0.1)
        let floor = try #require(heights.indices.first { heights[$0] < 0.4 })
        let peak = try #require(heights[floor...].max())
        #expect(abs((peak - 0.25) / 2.2 - 0.64) < 0.06)
    }

    @Test func aButtonOpensItsDoor() throws {
        var play = try Play(
            "room",
            [
                Play.thing("door", nil, ["at": .word("behind")]),
                Play.thing("button", nil, ["at": .word("right"), "target": .word("door"), "delay": .number(10)]),
            ])
        try play.use("button")
        #expect(try play.happened("press", "button", cause: "use") && !play.happened("open", "door"))
        try play.wait(20)
        #expect(try play.happened("open", "door", cause: String(play.id("button"))))
        #expect(try play.world.state(of: play.id("door")) == 1)
    }

    @Test func twoCausesAreBothNeeded() throws {
        var play = try Play(
            "room",
            [
                Play.thing("lamp", nil, ["at": .word("behind"), "needs": .word("all")]),
                Play.thing("one", "button", ["at": .word("left"), "target": .word("lamp")]),
                Play.thing("two", "lever", ["at": .word("right"), "target": .word("lamp")]),
            ])
        try play.use("one")
        try play.wait(5)
        #expect(try !play.happened("switch", "lamp"))
        try play.use("two")
        try play.wait(5)
        #expect(try play.happened("switch", "lamp", cause: String(play.id("two"))))
    }

    @Test func aFuseBurnsBeforeItActs() throws {
        var play = try Play(
            "room",
            [
                Play.thing("fuse", nil, ["at": .word("front"), "target": .word("barrel")]),
                Play.thing("barrel", nil, ["at": .word("behind")]),
            ])
        let barrel = try play.id("barrel")
        try play.use("fuse")
        #expect(try play.happened("light", "fuse", cause: "use"))
        try play.wait(20)
        #expect(play.world.instance(named: "barrel") != nil)
        try play.wait(20)
        #expect(play.world.instance(named: "barrel") == nil)
        #expect(play.events.contains { $0.kind == "burst" && $0.object == barrel })
    }

    @Test(arguments: [
        ("burger", "bite"), ("canvas", "paint"), ("block", "dig"), ("lamp", "switch"), ("lever", "switch"),
        ("candle", "switch"), ("door", "open"), ("drawer", "open"), ("cup", "lift"), ("dog", "greet"),
        ("person", "greet"), ("domino", "topple"), ("crate", "push"), ("barrel", "push"),
    ])
    func usingAThing(kind: String, event: String) throws {
        var play = try Play("room", [Play.thing("it", kind, ["at": .word("middle")])])
        let id = try play.id("it")
        try play.use("it")
        #expect(play.events.contains { $0.kind == event && $0.object == id && $0.cause == "use" }, "\(play.events)")
        try play.wait(10)
        if kind == "door" || kind == "drawer" {
            try play.use("it")
            #expect(try play.happened("close", "it", cause: "use"))
        }
    }

    @Test(arguments: ["inside", "beside"])
    func aBallIsPutIntoTheBoxOrBesideIt(place: String) throws {
        var play = try Play(
            "table",
            [
                Play.thing("box", nil, ["lid": .word("open"), "at": .word("middle")]),
                Play.thing("ball", nil, ["at": .word("hand"), "color": .word("red")]),
            ])
        #expect(try play.pixels("ball") > 0)
        if place == "inside" {
            try play.use("box")
        } else {
            try play.look(at: SIMD3(0.75, 0.6, 2.3))
            try play.press()
        }
        #expect(try play.happened("put", "ball", cause: "use"))
        try play.wait(2)
        #expect(try play.pixels("ball") > 0, "an open box shows its contents")
        try play.use("box")
        #expect(try play.happened("close", "box", cause: "use"))
        try play.wait(14)
        #expect(try (play.pixels("ball") == 0) == (place == "inside"))
        try play.use("box")
        try play.wait(14)
        #expect(try play.happened("open", "box", cause: "use") && play.pixels("ball") > 0)
    }

    @Test func aTowerThatIsHitFalls() throws {
        var play = try Play(
            "room",
            [
                Play.thing("ball", nil, ["at": .word("front"), "mass": .number(1)]),
                Play.thing("tower", nil, ["at": .numbers([0, 0, 0.5])]),
            ])
        try play.wait(5)
        #expect(play.events.isEmpty, "a tower stands")
        try play.use("ball", pushing: SIMD2(0, 1))
        try play.wait(60)
        #expect(try play.happened("push", "tower.1", cause: String(play.id("ball"))))
        #expect(play.events.contains { $0.kind == "fall" })
    }

    @Test func dominoesToppleEachOther() throws {
        var play = try Play("room", [Play.thing("row", "dominoes", ["at": .word("middle")])])
        let id = try play.id("row.1")
        try play.look(at: try #require(play.world.aimPoint(of: id, pushing: SIMD2(1, 0))))
        try play.press()
        try play.wait(90)
        let topples = play.events.filter { $0.kind == "topple" }
        #expect(topples.count == 6 && topples[0].cause == "use" && topples[1].cause == String(id), "\(topples)")
        #expect(topples.map(\.frame) == topples.map(\.frame).sorted())
    }

    @Test func swappedCupsCarryWhatIsUnderThem() throws {
        var play = try Play(
            "table",
            [
                Play.thing("cups", nil, ["swaps": .numbers([10, 1, 3])]),
                Play.thing("ball", nil, ["under": .word("cups.1"), "color": .word("red")]),
            ])
        let before = try play.position("ball")
        #expect(try play.pixels("ball") == 0)
        try play.wait(30)
        #expect(try play.happened("swap", "cups.1", cause: "timer"))
        #expect(try play.position("ball").x - before.x > 1.3)
        try play.use("cups.1")
        try play.wait(12)
        #expect(try play.happened("lift", "cups.1", cause: "use") && play.pixels("ball") > 0)
    }

    @Test func aBallRollsDownARamp() throws {
        var play = try Play(
            "room", [Play.thing("ramp"), Play.thing("ball", nil, ["on": .word("ramp"), "release": .number(4)])])
        let before = try play.position("ball")
        try play.wait(3)
        #expect(try play.position("ball") == before)
        try play.wait(30)
        let after = try play.position("ball")
        #expect(after.x < before.x - 1.2 && after.y < before.y - 0.5)
    }

    @Test func aCandleBurnsDownUnseen() throws {
        var play = try Play("table", [Play.thing("candle", nil, ["burn": .number(40)])])
        try play.hold(.turn, frames: 20)
        #expect(try play.pixels("candle") == 0)
        try play.wait(25)
        #expect(try play.happened("burn_out", "candle", cause: "timer"))
    }

    @Test func passersHideTheDog() throws {
        var play = try Play(
            "street",
            [
                Play.thing("dog", nil, ["walk": .numbers([0.02, 0, 0])]),
                Play.thing("crowd", "passers", ["n": .number(3)]),
            ])
        let shown = try play.pixels("dog")
        try play.wait(24)
        let hidden = try play.pixels("dog")
        #expect(play.events.contains { $0.kind == "pass" && $0.frame == 24 })
        #expect(shown > 8 && hidden * 3 < shown, "\(shown) \(hidden)")
        try play.wait(30)
        #expect(try play.pixels("dog") > 8)
    }

    @Test func aTrainComesBack() throws {
        var play = try Play("room", [Play.thing("train")])
        let before = try play.position("train.1")
        var farthest: Float = 0
        for _ in 0..<200 {
            try play.step()
            farthest = max(farthest, abs(try play.position("train.1").x - before.x))
        }
        #expect(farthest > 2)
    }

    @Test func aThrownBallFliesInAnArc() throws {
        var play = try Play("meadow", [Play.thing("ball", nil, ["at": .word("hand"), "throw": .number(5)])])
        try play.hold(.look, frames: 6)
        try play.press()
        #expect(try play.happened("throw", "ball", cause: "use"))
        let before = try play.position("ball")
        try play.wait(3)
        #expect(try play.position("ball").y > before.y)
        try play.wait(40)
        #expect(try play.position("ball").z > 3 && play.happened("land", "ball", cause: "gravity"))
    }

    @Test func aChestIsCarriedWithItsContents() throws {
        var play = try Play(
            "room",
            [
                Play.thing("box", nil, ["lid": .word("closed"), "portable": .word("yes"), "at": .word("front")]),
                Play.thing("ball", nil, ["inside": .word("box")]),
            ])
        try play.use("box")
        #expect(try play.happened("take", "box", cause: "use"))
        try play.hold(.turn, frames: 15)
        try play.hold(.look, -1, frames: 8)
        try play.press()
        #expect(try play.happened("put", "box", cause: "use"))
        try play.wait(5)
        let (box, ball) = (try play.position("box"), try play.position("ball"))
        #expect(abs(box.x - ball.x) < 0.01 && box.x > 0.8)
    }
}
