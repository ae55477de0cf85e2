import Testing
import Worlds

@testable import ReferenceWorld

struct StagedSceneTests {
    private typealias Play = StagedPlay

    @Test(arguments: StageTemplate.allCases)
    func everyTemplateShowsItsStage(template: StageTemplate) throws {
        let play = try Play(template.rawValue, [Play.thing("cube", nil, ["at": .word("left")])], clutter: 6)
        #expect(play.world.pose.x == 0 && play.world.pose.z == 0 && play.world.pose.y == 1.5)
        #expect(play.world.thingNames.first == "cube")
        #expect(try play.pixels("cube") > 0)
        #expect(try play.world.hasSight(of: play.id("cube")))
        let objects = try #require(play.last.truth?.objects)
        #expect(objects.count >= 4)
        #expect(Set(objects.map(\.id)).count == objects.count)
        #expect(!play.world.caption.isEmpty)
    }

    @Test(arguments: ThingKind.allCases)
    func everyKindShowsAndStaysWhereItIs(kind: ThingKind) throws {
        if kind == .passers { return }
        var play = try Play("room", [Play.thing("it", kind.rawValue, ["at": .word("middle")])])
        #expect(try play.pixels("it") > 0)
        let before = try play.position("it")
        try play.wait(40)
        if kind != .train, kind != .candle {
            let moved = try play.position("it") - before
            #expect(Stage.square(moved) < 1e-4, "\(kind) moved by \(moved)")
        }
        #expect(play.events.isEmpty)
    }

    @Test func sameDescriptionSeedAndActionsGiveTheSameBits() throws {
        func run() throws -> ([Frame], [Truth.Event]) {
            var play = try Play(
                "room",
                [
                    Play.thing("tower", nil, ["at": .word("behind")]), Play.thing("ball"),
                    Play.thing("dog", nil, ["roam": .word("yes"), "at": .word("far_left")]),
                ], clutter: 5, seed: 9)
            var frames: [Frame] = []
            try play.use("ball")
            for k in 0..<60 {
                try play.hold(k % 3 == 0 ? .forward : .turn, 0.5, frames: 1)
                frames.append(play.last.frame)
            }
            return (frames, play.events)
        }
        let (a, b) = (try run(), try run())
        #expect(a.0 == b.0 && a.1 == b.1 && !a.1.isEmpty)
    }

    @Test(
        arguments: [
            ("rom", "ball", "ball", [:], "did you mean 'room'?"),
            ("room", "ball", "bal", [:], "did you mean 'ball'?"),
            ("room", "ball", "ball", ["colr": .word("red")], "did you mean 'color'?"),
            ("room", "ball", "ball", ["color": .word("rad")], "did you mean 'red'?"),
            ("room", "ball", "ball", ["at": .word("lef")], "did you mean 'left'?"),
            ("room", "ball", "ball", ["mass": .word("heavy")], "a number from"),
            ("room", "ball", "ball", ["mass": .number(.nan)], "a number from"),
            ("room", "ball", "ball", ["at": .numbers([1, 2])], "three numbers"),
            ("room", "ball", "ball", ["room": .word("second")], "twin_rooms"),
            ("room", "ball", "ball", ["on": .word("table")], "no object before it"),
            ("room", "button", "button", ["target": .word("dor")], "unknown 'target'"),
        ] as [(String, String, String, [String: PropertyValue], String)])
    func wrongWordsAreRefused(
        template: String, id: String, kind: String, properties: [String: PropertyValue], message: String
    ) throws {
        let error = #expect(throws: (any Error).self) { try Play(template, [Play.thing(id, kind, properties)]) }
        let text = String(describing: try #require(error))
        #expect(text.contains(message) && text.hasSuffix(".") || text.hasSuffix("?"), "\(text)")
    }

    @Test func placesAreWhereTheWordsSay() throws {
        let play = try Play(
            "table",
            [
                Play.thing("a", "ball", ["at": .word("left")]), Play.thing("b", "ball", ["at": .word("back")]),
                Play.thing("c", "cube", ["at": .numbers([0.6, 0.5, 0.2]), "held": .word("yes")]),
            ])
        #expect(try play.position("a") == SIMD3(-0.5, 0.8, 2.3))
        #expect(try play.position("b").z < -2 && play.position("b").y == 0.25)
        #expect(try abs(play.position("c").y - (0.6 + 0.5 + 0.18)) < 1e-5)
    }

    @Test func twinRoomsAreAlike() throws {
        let play = try Play(
            "twin_rooms",
            [
                Play.thing("one", "cube", ["color": .word("red"), "at": .word("left")]),
                Play.thing("two", "cube", ["color": .word("red"), "at": .word("left"), "room": .word("second")]),
            ], clutter: 4)
        let here = play.world.observation()
        var pose = play.world.pose
        pose.z += 7
        let there = play.world.looking(from: pose).observation()
        // The doorway ahead of the first room is open, so that only the sides and what stands before them agree.
        let same = zip(here.frame.pixels, there.frame.pixels).count { abs(Int($0) - Int($1)) < 4 }
        #expect(same * 10 > here.frame.pixels.count * 8)
    }
}
