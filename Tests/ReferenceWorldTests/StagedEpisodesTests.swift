import Testing
import Worlds

@testable import ReferenceWorld

struct StagedEpisodesTests {
    @Test func episodesCanBePlayedAndAreEventful() throws {
        var kinds: Set<String> = []
        var templates: Set<String> = []
        for seed: UInt64 in 0..<80 {
            var (description, player) = StagedEpisodes.episode(seed: seed)
            templates.insert(description.template)
            var world = ReferenceWorld()
            _ = try world.reset(Start(seed: seed, description: description, width: 16, height: 16))
            for _ in 0..<120 {
                let action = player.action(for: world)
                #expect(action.values.allSatisfy { abs($0) <= 1 })
                for event in try world.step(action).truth?.events ?? [] { kinds.insert(event.kind) }
            }
            #expect(abs(world.pose.x) < 12 && world.pose.z > -10 && world.pose.z < 17)
        }
        #expect(templates.count >= 8, "\(templates)")
        let wanted: Set<String> = ["push", "bounce", "land", "open", "switch", "press", "swap", "pass", "lift"]
        #expect(kinds.isSuperset(of: wanted), "\(kinds)")
    }

    @Test func whatIsHeldOutNeverOccurs() {
        for seed: UInt64 in 0..<400 {
            let description = StagedEpisodes.episode(seed: seed).description
            #expect(!["twin_rooms", "l_corridor", "gap"].contains(description.template))
            for object in description.objects {
                #expect(!["tunnel", "domino", "dominoes"].contains(object.kind))
                #expect(object.properties["throw"] == nil && object.properties["needs"] == nil)
            }
        }
    }

    @Test func sameSeedSameEpisode() throws {
        for seed: UInt64 in [2, 7] {
            func run() throws -> [Frame] {
                var (description, player) = StagedEpisodes.episode(seed: seed)
                var world = ReferenceWorld(truth: false)
                var frames = [
                    try world.reset(Start(seed: seed, description: description, width: 32, height: 20)).frame
                ]
                for _ in 0..<60 { frames.append(try world.step(player.action(for: world)).frame) }
                return frames
            }
            #expect(try run() == run())
        }
    }
}
