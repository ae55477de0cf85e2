import Testing
import Worlds

@testable import ReferenceWorld

struct PolicyTests {
    @Test(arguments: Policy.Kind.allCases, ReferenceWorld.scenes)
    func staysInBoundsAndHoldsKeys(kind: Policy.Kind, scene: String) throws {
        var (stuck, walked, turned, changes, frames) = (0, 0, 0, 0, 0)
        for seed: UInt64 in 0..<4 {
            var world = ReferenceWorld(truth: false)
            _ = try world.reset(Start(scene: scene, seed: seed, width: 16, height: 16))
            var policy = Policy(kind: kind, seed: seed)
            var last = Action.none()
            for _ in 0..<300 {
                let action = policy.action(for: world)
                #expect([-1, -0.5, 0, 0.5, 1].contains(action[.turn]))
                let before = world.pose
                _ = try world.step(action)
                let limit = world.stage.scene.reach - 0.29
                #expect(abs(world.pose.x) <= limit && abs(world.pose.z) <= limit)
                frames += 1
                if action[.turn] != 0 { turned += 1 }
                if action[.turn] != last[.turn] { changes += 1 }
                if action[.forward] > 0 {
                    walked += 1
                    if before.x == world.pose.x, before.z == world.pose.z { stuck += 1 }
                }
                last = action
            }
        }
        #expect(walked * 20 > frames && turned * 5 > frames)
        #expect(stuck * 20 < frames || kind == .heedless, "\(stuck) of \(frames) frames walk on the spot")
        #expect(changes * 4 < frames, "\(changes) changes of the turn axis in \(frames) frames")
    }

    @Test func approachUsesThings() throws {
        var kinds: Set<String> = []
        for seed: UInt64 in 0..<6 {
            var world = ReferenceWorld(truth: false)
            _ = try world.reset(Start(scene: "table", seed: seed, width: 16, height: 16))
            var policy = Policy(kind: .approachAndUse, seed: seed)
            for _ in 0..<400 {
                for event in try world.step(policy.action(for: world)).truth?.events ?? [] where event.cause == "use" {
                    kinds.insert(event.kind)
                }
            }
        }
        #expect(kinds.isSuperset(of: ["bite", "push", "switch"]))
    }
}
