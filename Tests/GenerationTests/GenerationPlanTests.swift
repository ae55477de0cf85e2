import Testing
import Worlds

@testable import Generation

/// What is given comes out to the bit, in its place, and nothing is doubled.
struct GenerationPlanTests {
    private func differ(_ frames: [Frame]) -> Bool { zip(frames, frames.dropFirst()).allSatisfy { $0 != $1 } }

    @Test(arguments: [1, 2, 5, 30]) func extensionKeepsTheVideo(_ count: Int) throws {
        let given = TinyGenerator.frames(count)
        let made = try TinyGenerator.pictures(
            .extended(given, backward: TinyGenerator.none(5), forward: TinyGenerator.none(8)))
        #expect(made.count == count + 13)
        #expect(Array(made[5..<5 + count]) == given)
        #expect(differ(made))
    }

    @Test func bridgesKeepBothEnds() throws {
        let (a, b) = (TinyGenerator.frames(7), TinyGenerator.frames(9, seed: 2))
        let made = try TinyGenerator.pictures(.connected(a, b, actions: TinyGenerator.none(10)))
        #expect(Array(made.prefix(7)) == a && Array(made.suffix(9)) == b && made.count == 26)
        #expect(differ(made))
        let other = try TinyGenerator.pictures(
            .connected(a, TinyGenerator.frames(9, seed: 3), actions: TinyGenerator.none(10)))
        let isOther = other[16] != made[16]
        #expect(isOther, "what is given does not change what is made")
        let loop = try TinyGenerator.pictures(.looped(a, actions: TinyGenerator.none(4)))
        #expect(Array(loop.prefix(7)) == a && loop.count == 11 && loop[10] != a[0])
    }

    @Test func keyframesStandAtTheirNumbers() throws {
        let given = TinyGenerator.frames(2)
        let made = try TinyGenerator.pictures(.free(TinyGenerator.none(20), given: [0: given[0], 15: given[1]]))
        #expect(made[0] == given[0] && made[15] == given[1] && made.count == 20)
    }

    @Test func strengthLiesBetweenAllAndNothing() throws {
        let given = TinyGenerator.frames(7)
        func edited(_ strength: Float) throws -> [Frame] {
            try TinyGenerator.pictures(.edited(given, strength: strength, actions: TinyGenerator.none(7)))
        }
        #expect(try edited(1) == given)
        #expect(try edited(0) == TinyGenerator.pictures(.free(TinyGenerator.none(7))))
        #expect(try edited(0.5) != edited(0) && edited(0.5) != given)
    }

    @Test func theSeedAloneDecides() throws {
        let plan = GenerationPlan.free(TinyGenerator.none(21))
        #expect(try TinyGenerator.pictures(plan) == TinyGenerator.pictures(plan))
        var other: [Frame] = []
        _ = try plan.run(TinyGenerator.make(seed: 6)) { other.append($0) }
        #expect(try TinyGenerator.pictures(plan) != other)
    }

    @Test func aStopKeepsWhatIsWhole() throws {
        let given = TinyGenerator.frames(5)
        var made: [Frame] = []
        var steps = 0
        func goesOn() -> Bool {
            steps += 1
            return steps < 4
        }
        let forward = GenerationPlan.extended(given, backward: [], forward: TinyGenerator.none(20))
        #expect(try !forward.run(TinyGenerator.make(), goesOn: goesOn) { made.append($0) })
        #expect(Array(made.prefix(5)) == given && made.count > 5 && made.count < 25)
        (made, steps) = ([], 0)
        let backward = GenerationPlan.extended(given, backward: TinyGenerator.none(20), forward: [])
        #expect(try !backward.run(TinyGenerator.make(), goesOn: goesOn) { made.append($0) })
        #expect(Array(made.suffix(5)) == given && made.count > 5 && made.count < 25)
    }
}
