import Foundation
import Tensors
import TestSupport
import Testing

@testable import Episodes
@testable import Worlds

struct EpisodeSetDescriptionTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func sentence(_ body: () throws -> Void) -> String { Fixtures.sentence(body) }
    private var file: URL { folder.file("set.json") }

    private static let two = EpisodeSetDescription(
        actionSpace: ActionSpace(channels: [
            .init(name: "yaw", kind: .axis, bindings: ["Left", "Right"], meaning: "", effect: .turn(degrees: 1.5)),
            .init(name: "fire", kind: .key, bindings: ["F"], meaning: ""),
        ]), framesPerSecond: 17.5, source: "a recording",
        imported: EpisodeImport(format: "own", from: "/tmp/x", alignment: .takenAt, measured: "1 frame late"))

    private func record(_ count: Int, _ description: EpisodeSetDescription) throws {
        let writer = try EpisodeSetWriter(folder.url, description)
        for _ in 0..<count {
            var episode = EpisodeFixtures.episode(writer.names.count)
            episode.actions = episode.actions.map {
                Action(values: Array($0.values.prefix(description.actionSpace.channels.count)))
            }
            try writer.append(episode)
        }
        try writer.flush()
    }

    @Test func aSetKnowsItsActionsAndItsRate() throws {
        try record(2, Self.two)
        let set = try EpisodeSet(folder.url)
        #expect(set.description == Self.two && set.actionSpace == Self.two.actionSpace && set.framesPerSecond == 17.5)
        try record(1, Self.two)
        #expect(try EpisodeSet(folder.url).count == 3)
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(#""alignment" : "led-to""#) && text.contains(#""version" : 1"#))
    }

    @Test func anOlderSetIsTheReferenceWorlds() throws {
        try EpisodeFixtures.set(folder.url, episodes: 1)
        #expect(try EpisodeSet(folder.url).description == .referenceWorld)
        try FileManager.default.removeItem(at: file)
        #expect(try EpisodeSet(folder.url).actionSpace == .standard)
        #expect(sentence { try record(1, Self.two) }.contains("has the actions forward"))
        #expect(!FileManager.default.fileExists(atPath: file.path))
        try record(1, .referenceWorld)
        #expect(try EpisodeSet(folder.url).count == 2 && FileManager.default.fileExists(atPath: file.path))
    }

    @Test func anOlderSetOfOtherActionsHasNamelessAxes() throws {
        try record(1, Self.two)
        try FileManager.default.removeItem(at: file)
        let space = try EpisodeSet(folder.url).actionSpace
        #expect(space.channels.map(\.name) == ["channel 0", "channel 1"] && space.channels[0].effect == .none)
    }

    @Test func otherActionsOrAnotherRateAreRefused() throws {
        try record(1, Self.two)
        #expect(sentence { try record(1, .referenceWorld) }.contains("yaw, fire"))
        var other = Self.two
        other.framesPerSecond = 20
        #expect(sentence { try record(1, other) }.contains("17.5 frames a second"))
        let writer = try EpisodeSetWriter(folder.url, Self.two)
        #expect(sentence { try writer.append(EpisodeFixtures.episode(9)) }.contains("8 action channels and the set 2"))
    }

    @Test(arguments: [
        ("17.5", "0", "0.0 frames a second"), ("17.5", "1e300", "frames a second"),
        ("17.5", "\"a\"", "framesPerSecond"),
        (#""version" : 1"#, #""version" : 2"#, "version 2"), ("led-to", "taken-at", "led-to"),
        (#""source""#, #""sauce""#, "'sauce' is unknown"), ("\"yaw\"", "\"fire\"", "'fire' is there twice"),
        ("1.5", "1e9", "degrees lie in"), ("\"turn\"", "\"warp\"", "no effect 'warp'"), ("{", "", "not a JSON object"),
    ])
    func aBrokenFileIsNamed(_ old: String, _ new: String, _ message: String) throws {
        try record(1, Self.two)
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(old))
        try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
        let told = sentence { _ = try EpisodeSet(folder.url) }
        #expect(told.contains(message) && told.contains("set.json"), "\(told)")
        #expect(sentence { _ = try EpisodeSetWriter(folder.url, Self.two) }.contains(message))
    }

    @Test func episodesOfOtherChannelsAreRefused() throws {
        try record(1, Self.two)
        let index = folder.file("index.jsonl")
        let text = try String(contentsOf: index, encoding: .utf8)
        try Data(text.replacingOccurrences(of: "\"channels\":2", with: "\"channels\":3").utf8).write(to: index)
        #expect(sentence { _ = try EpisodeSet(folder.url) }.contains("has 3 action channels and the set 2"))
    }
}
