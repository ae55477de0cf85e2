import Testing
import Worlds

@testable import ReferenceWorld

struct DeterminismTests {
    @Test(arguments: ReferenceWorld.scenes)
    func sameSeedAndActionsGiveTheSameBytes(scene: String) throws {
        func run() throws -> [Frame] {
            var world = ReferenceWorld(truth: false)
            var policy = Policy(kind: .approachAndUse, seed: 5)
            var frames = [try world.reset(Start(scene: scene, seed: 5, width: 48, height: 32)).frame]
            for _ in 0..<150 { frames.append(try world.step(policy.action(for: world)).frame) }
            return frames
        }
        #expect(try run() == run())
    }

    @Test func anotherSeedGivesAnotherWorld() throws {
        var (a, b) = (ReferenceWorld(), ReferenceWorld())
        let first = try a.reset(Start(scene: "meadow", seed: 1, width: 64, height: 64))
        let second = try b.reset(Start(scene: "meadow", seed: 2, width: 64, height: 64))
        #expect(first.frame != second.frame)
        #expect(a.caption != b.caption)
    }

    @Test func truthDoesNotChangeThePicture() throws {
        var (with, without) = (ReferenceWorld(truth: true), ReferenceWorld(truth: false))
        let start = Start(scene: "rooms", seed: 8, width: 64, height: 64)
        _ = try with.reset(start)
        _ = try without.reset(start)
        for _ in 0..<20 {
            let (a, b) = (try with.step(Play.keys(.forward, .turn)), try without.step(Play.keys(.forward, .turn)))
            #expect(a.frame == b.frame)
            #expect(b.truth?.depth.isEmpty == true)
        }
    }

    @Test func aForkLeavesTheOriginalAlone() throws {
        var world = try Play.world("meadow", seed: 4)
        for _ in 0..<10 { _ = try world.step(Play.keys(.forward)) }
        let snapshot = world
        var fork = world
        for _ in 0..<40 { _ = try fork.step(Play.keys(.turn, .use)) }
        #expect(world.pose == snapshot.pose)
        #expect(fork.pose != world.pose)
        var again = snapshot
        let expected = try again.step(Play.keys(.left))
        let actual = try world.step(Play.keys(.left))
        #expect(actual.frame == expected.frame)
        #expect(actual.truth?.objects == expected.truth?.objects)
    }

    @Test func trigonometryIsAccurate() {
        for i in -400...400 {
            let angle = Float(i) * 0.05
            let (s, c) = Trigonometry.sineCosine(angle)
            #expect(abs(s * s + c * c - 1) < 1e-5)
            #expect(abs(Trigonometry.wrapped(Trigonometry.heading(s, c) - angle)) < 1e-3)
        }
        #expect(abs(Trigonometry.sine(.pi / 6) - 0.5) < 1e-6)
    }
}
