import Episodes
import Foundation
import ReferenceWorld
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct RecordedWorldTests {
    private static func set() throws -> (set: EpisodeSet, episode: Episode) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("set-\(UUID().uuidString)")
        let writer = try EpisodeSetWriter(folder)
        var world = ReferenceWorld(truth: false)
        let start = Start(scene: "meadow", seed: 4, width: 32, height: 16)
        let episode = try EpisodeRecorder.record(&world, start: start, frames: 24, policyName: "turning", truth: false)
        {
            _ in TimelineTests.action(9)
        }
        try writer.append(episode)
        try writer.flush()
        return (try EpisodeSet(folder), episode)
    }

    @Test func aRecordingIsPlayedAsItWas() throws {
        let (set, episode) = try Self.set()
        defer { try? FileManager.default.removeItem(at: set.url) }
        var player = try Player(PlaySettings(world: RecordedWorld.name(set, set.entries[0])))
        #expect(player.picture.reference == nil)
        var frames = [player.picture.frame]
        while let picture = try? player.apply(.action(.none())) { frames.append(picture.frame) }
        #expect(frames == episode.frames)
        _ = try player.apply(.rewind(10))
        #expect(player.picture.frame == episode.frames[10])
        let recorded = try #require(player.timeline.tip.world as? RecordedWorld)
        #expect(recorded.nextAction == episode.actions[11])
        let history = try recorded.history(to: 10)
        #expect(history.map(\.frame) == Array(episode.frames[...10]) && history[10].action == episode.actions[10])
    }

    @Test func theMenuListsEpisodes() throws {
        let (set, episode) = try Self.set()
        defer { try? FileManager.default.removeItem(at: set.url) }
        var menu = MenuTests.menu(episodes: set)
        MenuTests.go(&menu, to: .episodes)
        _ = menu.press("Return")
        #expect(menu.page == .episodes && menu.rows.map(\.label) == [episode.name])
        #expect(menu.press("Return") == .begin(PlaySettings(world: RecordedWorld.name(set, set.entries[0]), seed: 7)))
        var none = MenuTests.menu()
        MenuTests.go(&none, to: .episodes)
        _ = none.press("Return")
        #expect(none.page == .main && none.message.contains("--episodes"))
    }
}
