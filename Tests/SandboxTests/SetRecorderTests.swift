import Episodes
import TestSupport
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct SetRecorderTests {
    /// Rewinds and forks end an episode; what led to each frame is what the world was told.
    @Test func whatFollowsOneAnotherIsAnEpisode() throws {
        let folder = try TemporaryFolder()
        var player = try Player(PlaySettings(world: "counting", seed: 3), registry: CountingWorld.registry)
        let recorder = try SetRecorder(folder.file("set"), player: player)
        recorder.append(player.picture, player.settings)
        func play(_ count: Int) throws {
            for i in 0..<count {
                var action = Action.none()
                action[.turn] = Float(i % 4) / 4
                let picture = try #require(try player.apply(.action(action)))
                recorder.append(picture, player.settings)
            }
        }
        try play(10)
        let back = try #require(try player.apply(.rewind(4)))
        recorder.append(back, player.settings)
        try play(6)
        // Too short to teach anything.
        let again = try #require(try player.apply(.rewind(2)))
        recorder.append(again, player.settings)
        #expect(try recorder.finish().hasSuffix("2 episodes of this game, 18 frames"))
        let set = try EpisodeSet(folder.file("set"))
        #expect(set.entries.map(\.frames) == [11, 7] && set.framesPerSecond == player.framesPerSecond)
        #expect(try set.actions(of: 0).map { $0[.turn] } == [0, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0])
        #expect(set.entries.allSatisfy { $0.seed == 3 && $0.policy == "game" })
    }
}
