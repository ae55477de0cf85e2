import Testing
import Worlds

@testable import ReferenceWorld

/// Forks differ from their world in one thing alone.
struct StagedForkTests {
    private typealias Play = StagedPlay

    private func play() throws -> StagedPlay {
        try Play(
            "room",
            [
                Play.thing("ball", nil, ["color": .word("red"), "at": .word("left")]),
                Play.thing("cube", nil, ["color": .word("blue"), "at": .word("right")]),
                Play.thing("burger", nil, ["at": .word("behind")]),
            ])
    }

    /// Whether two pictures are the same but for pixels that show the things `ids` in one of them, or their shadows.
    private func differ(_ a: Observation, _ b: Observation, apartFrom ids: [UInt16]) throws -> Bool {
        let (one, two) = (try #require(a.truth), try #require(b.truth))
        for i in one.instances.indices where one.instances[i] != 1 && two.instances[i] != 1 {
            if ids.contains(one.instances[i]) || ids.contains(two.instances[i]) { continue }
            for k in 0..<3 where a.frame.pixels[3 * i + k] != b.frame.pixels[3 * i + k] { return true }
        }
        return false
    }

    @Test func observationIsWhatWasSeen() throws {
        let play = try play()
        #expect(play.world.observation().frame == play.last.frame)
    }

    @Test func removedRecoloredMovedDoubledSwapped() throws {
        let play = try play()
        let (ball, cube) = (try play.id("ball"), try play.id("cube"))
        let here = play.world.observation()
        let forks: [(ReferenceWorld, [UInt16])] = [
            (play.world.removing(ball), [ball]), (play.world.recoloring(ball, "teal"), [ball]),
            (play.world.displacing(ball, by: SIMD3(0.5, 0, 0.4)), [ball]),
            (play.world.duplicating(ball, by: SIMD3(0, 0, -0.8)), [ball, 5]),
            (play.world.swapping(ball, cube), [ball, cube]),
        ]
        for (fork, ids) in forks {
            let there = fork.observation()
            #expect(there.frame != here.frame)
            #expect(try !differ(here, there, apartFrom: ids))
        }
        #expect(forks[0].0.instance(named: "ball") == nil && play.world.instance(named: "ball") == ball)
        #expect(forks[3].0.observation().truth?.objects.count == 4)
        let swapped = forks[4].0
        #expect(swapped.position(of: ball)?.x == play.world.position(of: cube)?.x)
        #expect(swapped.footing(of: cube) == 0 && swapped.position(of: cube)?.y == play.world.position(of: cube)?.y)
    }

    @Test func anotherStateIsAnotherStateAlone() throws {
        let play = try play()
        let burger = try play.id("burger")
        let bitten = play.world.setting(state: 2, of: burger)
        #expect(bitten.state(of: burger) == 2 && play.world.state(of: burger) == 0)
        #expect(try !differ(play.last, bitten.observation(), apartFrom: [burger]))
        #expect(bitten.observation().frame != play.last.frame)
    }
}
