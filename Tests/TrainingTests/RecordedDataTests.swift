import Episodes
import Foundation
import ReferenceWorld
import Tensors
import TestSupport
import Testing
import WorldModel
import Worlds

@testable import Training

/// Training on recordings: the same episodes teach the same, whether they come from disk or live.
struct RecordedDataTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func source(count: Int = 3, frames: Int = 33, seed: UInt64 = 5) -> ReferenceEpisodes {
        ReferenceEpisodes(count: count, frames: frames, width: 64, height: 48, firstSeed: seed)
    }

    /// Writes the episodes of `source`, as of the reference world or of another.
    @discardableResult
    private func record(
        _ source: some EpisodeSource, _ name: String = "set", as description: EpisodeSetDescription = .referenceWorld
    ) throws -> URL {
        let writer = try EpisodeSetWriter(folder.file(name), description)
        for index in 0..<source.count { try writer.append(source.episode(index)) }
        try writer.flush()
        return folder.file(name)
    }

    private static let elsewhere = EpisodeSetDescription(
        actionSpace: .standard, framesPerSecond: 20, source: "elsewhere")

    @Test func recordedAndLiveEpisodesGiveTheSameLosses() throws {
        let recorded = try RecordedData(record(source()).path)
        let checkpoint = try Checkpoint.named("nano")
        let encoder = EpisodeEncoder(checkpoint)
        func losses(_ source: any EpisodeSource) throws -> [Float] {
            var set = LatentSet(shape: [6, 8, 12], actionSize: 16)
            for index in 0..<source.count { set.append(encoder.encode(try source.episode(index))) }
            var options = TransformerTrainer.Options()
            (options.clips, options.frames) = (2, 8)
            let trainer = TransformerTrainer(checkpoint.transformer.copy(), options: options)
            return (0..<3).map { _ in trainer.step(set) }
        }
        #expect(recorded.heldBack.isEmpty)
        #expect(try losses(recorded.training.source) == losses(source()))
    }

    @Test func anotherWorldsEpisodesAreHeldBackAndBeginIt() throws {
        let recorded = try RecordedData(record(source(count: 21, frames: 7), as: Self.elsewhere).path)
        #expect(recorded.heldBack.count == 1)
        #expect(recorded.trained.count == 20 && Set(recorded.trained).isDisjoint(with: recorded.heldBack))
        let starts = try recorded.starts(4)
        #expect(starts.count == 4 && starts.allSatisfy { $0.frames.count == 5 && $0.actions.count == 5 })
        #expect(try starts[0].frames == Array(source().episode(0).frames.prefix(5)))
    }

    @Test func heldOutSeedsAreNeverTrainedOn() throws {
        let url = try record(source(count: 2, frames: 5, seed: Start.firstHeldOutSeed), as: Self.elsewhere)
        #expect(throws: (any Error).self) { try RecordedData(url.path) }
        let mixed = try record(
            source(count: 2, frames: 5, seed: Start.firstHeldOutSeed - 1), "mixed", as: Self.elsewhere)
        #expect(try RecordedData(mixed.path).trained == [0])
    }

    @Test func weightsFollowTheSetsName() throws {
        let url = try record(source(count: 2, frames: 5))
        #expect(try RecordedData(url.path + ":2.5").weight == 2.5)
        #expect(try RecordedData(url.path).weight == 1)
        for wrong in [":0", ":-1", ":nan", ":x", ":1001"] {
            #expect(throws: (any Error).self) { try RecordedData(url.path + wrong) }
        }
    }

    @Test func setsThatDifferAreNotMixed() throws {
        let a = try RecordedData(record(source(count: 1, frames: 5), "a").path)
        let large = ReferenceEpisodes(count: 1, frames: 5, width: 80, height: 48)
        let b = try RecordedData(record(large, "b").path)
        #expect(throws: (any Error).self) { try TrainingData([a.training, b.training]) }
        #expect(try TrainingData([a.training, b.training], ofOneSize: false).size == a.set.size)
        #expect(throws: (any Error).self) { try Checkpoint.named("nano").check(b.set) }
        try Checkpoint.named("nano").check(a.set)
    }

    @Test func longEpisodesAndHeavyOnesAreDrawnMoreOften() {
        var set = LatentSet(shape: [1, 1, 1], actionSize: 2)
        func add(_ frames: Int, _ weight: Float) {
            var episode = LatentSet.Episode(
                latents: [Float](repeating: 0, count: frames), actions: [Float](repeating: 0, count: 2 * frames),
                frames: frames)
            episode.weight = weight
            set.append(episode)
        }
        add(10, 1)
        add(20, 1)
        add(10, 7)
        var random = PhiloxGenerator(seed: 3)
        var counts = [0, 0, 0]
        for _ in 0..<10_000 { counts[set.draw(&random)] += 1 }
        #expect(abs(counts[0] - 1000) < 150 && abs(counts[1] - 2000) < 200 && abs(counts[2] - 7000) < 250)
    }
}
