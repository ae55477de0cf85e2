import Foundation
import Tensors
import TestSupport
import Testing

@testable import Episodes
@testable import Worlds

struct EpisodeSetTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func sentence(_ body: () throws -> Void) -> String { Fixtures.sentence(body) }
    private var index: URL { folder.file("index.jsonl") }

    @Test func readsBackWhatItRecorded() throws {
        try EpisodeFixtures.set(folder.url, episodes: 5)
        let set = try EpisodeSet(folder.url)
        #expect(set.count == 5)
        #expect(folder.contents == ["index.jsonl", "set.json"] + (0..<3).map { "shard-0000\($0).safetensors" })
        for i in 0..<5 {
            let (read, written) = (try set.episode(i), EpisodeFixtures.episode(i))
            #expect(read.frames == written.frames && read.actions == written.actions && read.poses == written.poses)
            #expect(read.depth == written.depth && read.instances == written.instances)
            #expect(read.objects == written.objects && read.events == written.events)
            #expect(
                read.caption == written.caption && read.intrinsics == written.intrinsics && read.name == written.name)
            try set.verify(i)
        }
        #expect(try set.frames(of: 3, 1..<2) == [EpisodeFixtures.episode(3).frames[1]])
        #expect(set.indices(part: 1, of: 2) == [1, 3])
    }

    @Test func takesCaptionsLater() throws {
        try EpisodeFixtures.set(folder.url, episodes: 3)
        let before = try EpisodeSet(folder.url)
        let name = before.entries[1].name
        try EpisodeSetWriter.setCaptions([name: "a meadow with a \"red\" ball"], in: folder.url)
        let after = try EpisodeSet(folder.url)
        #expect(after.entries[1].caption == "a meadow with a \"red\" ball")
        #expect([0, 2].allSatisfy { after.entries[$0] == before.entries[$0] })
        for i in 0..<3 { try after.verify(i) }
        // While it is being recorded nobody else writes.
        let writer = try EpisodeSetWriter(folder.url)
        #expect(sentence { try EpisodeSetWriter.setCaptions([:], in: folder.url) }.contains("is being recorded"))
        try writer.append(EpisodeFixtures.episode(7))
        try writer.flush()
    }

    @Test func leavesTruthOutWhereItIsNotWanted() throws {
        let writer = try EpisodeSetWriter(folder.url)
        try writer.append(EpisodeFixtures.episode(0, truth: false))
        try writer.flush()
        let episode = try EpisodeSet(folder.url).episode(0)
        #expect(episode.depth.isEmpty && episode.objects.isEmpty && episode.poses.count == 3)
    }

    @Test func goesOnWithASetThatIsThere() throws {
        try EpisodeFixtures.set(folder.url, episodes: 3)
        let writer = try EpisodeSetWriter(folder.url)
        #expect(sentence { try writer.append(EpisodeFixtures.episode(1)) }.contains("already has an episode"))
        try writer.append(EpisodeFixtures.episode(7))
        try writer.flush()
        let set = try EpisodeSet(folder.url)
        #expect(set.entries.map(\.seed) == [0, 1, 2, 7])
        #expect(try set.frames(of: 3) == EpisodeFixtures.episode(7).frames)
    }

    @Test func survivesAKilledRecording() throws {
        try EpisodeFixtures.set(folder.url, episodes: 2)
        // Killed while writing the next shard and in the middle of an index line.
        try Data("half".utf8).write(to: folder.file(".shard-00001.safetensors.abc"))
        try Data("whole, but without index lines".utf8).write(to: folder.file("shard-00001.safetensors"))
        let whole = try Data(contentsOf: index)
        try (whole + whole.prefix(50)).write(to: index)
        #expect(try EpisodeSet(folder.url).count == 2)
        let writer = try EpisodeSetWriter(folder.url)
        try writer.append(EpisodeFixtures.episode(2))
        try writer.flush()
        let set = try EpisodeSet(folder.url)
        #expect(set.count == 3 && set.entries[2].shard == "shard-00001.safetensors")
        try set.verify(2)
        #expect(!folder.contents.contains { $0.hasPrefix(".") })
    }

    @Test func dropsOnlyTheEpisodesInHand() throws {
        do {
            let writer = try EpisodeSetWriter(folder.url, episodesPerShard: 2)
            for i in 0..<3 { try writer.append(EpisodeFixtures.episode(i)) }
        }
        #expect(try EpisodeSet(folder.url).count == 2)
    }

    @Test func letsOneProcessRecord() throws {
        let writer = try EpisodeSetWriter(folder.url)
        #expect(sentence { _ = try EpisodeSetWriter(folder.url) }.contains("by another process"))
        try writer.flush()
    }

    @Test(arguments: [
        ("{}", "line 2: the field 'shard' is missing"), ("what", "line 2: it is not a JSON object"),
        ("@", "line 2: meadow-0-wander is there twice"), ("@shard>../../etc", "no shard's file name"),
        ("@frames>-1", "-1 frames"), ("@width>99999999", "impossible"),
        ("@frames>\"x\"", "'frames' has the wrong type"),
    ]) func namesABrokenIndexLine(line: String, why: String) throws {
        try EpisodeFixtures.set(folder.url, episodes: 1)
        let good = try String(contentsOf: index, encoding: .utf8)
        var broken = line + "\n"
        if line.hasPrefix("@") {
            broken = good
            let parts = line.dropFirst().split(separator: ">")
            if parts.count == 2 {
                let old = try #require(good.firstMatch(of: try Regex("\"\(parts[0])\":(\"[^\"]*\"|[0-9]+)")))
                let new = parts[0] == "shard" ? "\"\(parts[1])\"" : "\(parts[1])"
                broken.replaceSubrange(old.range, with: "\"\(parts[0])\":\(new)")
            }
        }
        try (good + broken).write(to: index, atomically: true, encoding: .utf8)
        let message = sentence { _ = try EpisodeSet(folder.url) }
        #expect(message.contains(why) && message.contains("index.jsonl"))
    }

    @Test func namesABrokenShard() throws {
        try EpisodeFixtures.set(folder.url, episodes: 2, perShard: 1)
        let url = folder.file("shard-00001.safetensors")
        let data = try Data(contentsOf: url)
        try data.dropLast().write(to: url)
        let set = try EpisodeSet(folder.url)
        #expect(try set.frames(of: 0).count == 3)
        let message = sentence { _ = try set.frames(of: 1) }
        #expect(
            message.contains("Episode 1") && message.contains("shard-00001.safetensors")
                && message.contains("cut short"))
        var changed = data
        let pixels = try #require(data.firstRange(of: Data(EpisodeFixtures.episode(1).frames[1].pixels)))
        changed[pixels.lowerBound] ^= 1
        try changed.write(to: url)
        #expect(sentence { try EpisodeSet(folder.url).verify(1) }.contains("has changed"))
        try FileManager.default.removeItem(at: url)
        #expect(sentence { _ = try EpisodeSet(folder.url).actions(of: 1) }.contains("no such file"))
        #expect(sentence { _ = try set.frames(of: 9) }.contains("there is no episode 9"))
        #expect(sentence { _ = try set.frames(of: 0, 2..<5) }.contains("frames 0 to 2"))
    }

    /// The index line of the only episode with one of its fields changed.
    private func edit(_ pattern: String, _ replacement: String) throws {
        let text = try String(contentsOf: index, encoding: .utf8)
        let changed = text.replacing(try Regex(pattern), with: replacement)
        #expect(changed != text)
        try changed.write(to: index, atomically: true, encoding: .utf8)
    }

    /// Writes the tensors of the only shard anew, one of them changed.
    private func rewrite(_ part: String, _ change: (inout [UInt8]) -> Void) throws {
        let url = folder.file("shard-00000.safetensors")
        let file = try SafetensorsFile(url)
        let tensors = try file.names.map { name in
            let (dtype, shape) = file.info(name)!
            var bytes = [UInt8](try file.bytes(of: name))
            if name.hasSuffix("/" + part) { change(&bytes) }
            return SafetensorsTensor(name: name, dtype: dtype, shape: shape, bytes: bytes)
        }
        try SafetensorsWriter.write(tensors, to: url)
    }

    @Test(arguments: ["frames", "actions", "poses", "depth", "instances", "objects"])
    func verifiesAllThatWasRecorded(_ part: String) throws {
        try EpisodeFixtures.set(folder.url, episodes: 1)
        try EpisodeSet(folder.url).verify(0)
        // The second digit of the first object's id, a low bit of numbers elsewhere.
        try rewrite(part) { bytes in
            if part == "objects", let digit = bytes.firstIndex(of: UInt8(ascii: "2")) {
                bytes[digit] = UInt8(ascii: "3")
            } else {
                bytes[bytes.count - 4] ^= 1
            }
        }
        #expect(sentence { try EpisodeSet(folder.url).verify(0) }.contains("has changed since it was recorded"))
        #expect(sentence { _ = try EpisodeSetWriter(folder.url) }.contains("Nothing was recorded"))
        // An older set has no word of them.
        try edit("\"digest\":\"[0-9a-f]*\",", "")
        let older = sentence { try EpisodeSet(folder.url).verify(0) }
        #expect(["frames", "actions"].contains(part) == older.contains("has changed"), "\(older)")
    }

    @Test func verifiesTheIndexLine() throws {
        try EpisodeFixtures.set(folder.url, episodes: 1)
        try edit("number 0", "number 9")
        #expect(sentence { try EpisodeSet(folder.url).verify(0) }.contains("has changed"))
    }

    @Test func numbersThatAreNoneAreRefused() throws {
        try EpisodeFixtures.set(folder.url, episodes: 1)
        try edit("\"digest\":\"[0-9a-f]*\",", "")
        try rewrite("poses") { $0.replaceSubrange(20..<24, with: [0, 0, 0xC0, 0x7F]) }
        #expect(sentence { _ = try EpisodeSet(folder.url).poses(of: 0) }.contains("holds nan for frame 1"))
        #expect(sentence { try EpisodeSet(folder.url).verify(0) }.contains("poses"))
        try rewrite("poses") { $0.replaceSubrange(20..<24, with: [0, 0, 0, 0]) }
        try rewrite("depth") { $0.replaceSubrange(2..<4, with: [0, 0x7E]) }
        #expect(sentence { try EpisodeSet(folder.url).verify(0) }.contains("for a distance"))
    }

    @Test(arguments: ["9223372036854775807", "99999999999999999999", "-5", "x"])
    func strangeShardNumbersAreNoneToCountFrom(_ number: String) throws {
        try EpisodeFixtures.set(folder.url, episodes: 1)
        let strange = "shard-\(number).safetensors"
        try FileManager.default.moveItem(at: folder.file("shard-00000.safetensors"), to: folder.file(strange))
        try edit("shard-00000.safetensors", strange)
        #expect(sentence { _ = try EpisodeSetWriter(folder.url) }.contains("has changed"))
        try edit("\"digest\":\"[0-9a-f]*\",", "")
        let writer = try EpisodeSetWriter(folder.url)
        try writer.append(EpisodeFixtures.episode(1))
        try writer.flush()
        #expect(try EpisodeSet(folder.url).entries.map(\.shard) == [strange, "shard-00000.safetensors"])
    }

    @Test func linksOutOfTheSetAreNotFollowed() throws {
        try EpisodeFixtures.set(folder.file("other"), episodes: 1)
        try EpisodeFixtures.set(folder.file("set"), episodes: 1)
        let shard = folder.file("set/shard-00000.safetensors")
        try FileManager.default.removeItem(at: shard)
        try FileManager.default.createSymbolicLink(
            atPath: shard.path, withDestinationPath: "../other/shard-00000.safetensors")
        #expect(sentence { _ = try EpisodeSet(folder.file("set")).frames(of: 0) }.contains("not one inside of"))
    }

    @Test func refusesAShardThatIsNotWhatTheIndexSays() throws {
        try EpisodeFixtures.set(folder.url, episodes: 1)
        let text = try String(contentsOf: index, encoding: .utf8)
        try text.replacing("\"frames\":3", with: "\"frames\":4000").write(to: index, atomically: true, encoding: .utf8)
        #expect(sentence { _ = try EpisodeSet(folder.url).frames(of: 0) }.contains("instead of [4000, 4, 6, 3]"))
    }

    @Test func refusesInconsistentEpisodes() throws {
        let writer = try EpisodeSetWriter(folder.url)
        var episode = EpisodeFixtures.episode(0)
        episode.actions.removeLast()
        #expect(sentence { try writer.append(episode) }.contains("3 frames and 2 actions"))
        episode = EpisodeFixtures.episode(0)
        episode.frames[1] = Frame(width: 2, height: 2)
        #expect(sentence { try writer.append(episode) }.contains("differ in size"))
        #expect(sentence { try writer.append(Episode(name: "x")) }.contains("no frames"))
        #expect(sentence { _ = try EpisodeSet(folder.file("none")) }.contains("not an episode set"))
    }

    @Test func recordsInOrderAndStops() async throws {
        let writer = try EpisodeSetWriter(folder.url, episodesPerShard: 3)
        let saved = try await EpisodeRecorder.run(Array(0..<10), jobs: 3, into: writer) {
            EpisodeFixtures.episode($0)
        }
        #expect(saved == 10 && writer.names.count == 10)
        #expect(try EpisodeSet(folder.url).entries.map(\.seed) == Array(0..<10))
        #expect(
            try await EpisodeRecorder.run(
                [20], jobs: 2, into: writer, stop: { true }, make: { EpisodeFixtures.episode($0) }) == 0)
    }

    @Test func keepsWhatWasRecordedBeforeAFailure() async throws {
        struct Failure: Error {}
        let writer = try EpisodeSetWriter(folder.url)
        await #expect(throws: Failure.self) {
            _ = try await EpisodeRecorder.run(Array(0..<6), jobs: 1, into: writer) {
                if $0 == 4 { throw Failure() }
                return EpisodeFixtures.episode($0)
            }
        }
        #expect(try EpisodeSet(folder.url).count == 4)
    }
}
