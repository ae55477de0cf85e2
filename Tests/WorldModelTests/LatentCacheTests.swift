import Foundation
import Synchronization
import Tensors
import TestSupport
import Testing
import Training
import Worlds

@testable import WorldModel

/// Episodes that are encoded on all processors, and found again on disk.
struct LatentCacheTests {
    private let folder: TemporaryFolder
    private let cache: LatentCache
    private let video: LatentVideo
    private static let empty = LatentSet(shape: [4, 6, 4], actionSize: 2 * ActionSpace.standard.channels.count)

    private struct Refusal: Error, Equatable { let number: Int }

    init() throws {
        folder = try TemporaryFolder()
        let compressor = CheckpointTests.tiny().compressor
        cache = try LatentCache(folder.file("latents"), compressor: compressor, source: "test")
        video = LatentVideo(compressor, context: Context(compressor.store))
    }

    /// Five random pictures and actions.
    private static func episode(_ number: Int, _ video: LatentVideo) -> LatentSet.Episode {
        var random = PhiloxGenerator(seed: UInt64(number))
        var (frames, actions): ([Frame], [Action]) = ([], [])
        for _ in 0..<5 {
            let pixels = (0..<48 * 32 * 3).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            frames.append(Frame(width: 48, height: 32, pixels: pixels))
            var action = Action.none()
            action[.turn] = random.uniform()
            actions.append(action)
        }
        return LatentSet.episode(frames: frames, actions: actions, video: video)
    }

    private func fill(
        _ count: Int, stop: @escaping @Sendable () -> Bool = { false },
        _ encode: @escaping @Sendable (Int) throws -> LatentSet.Episode
    ) throws -> LatentSet {
        var set = Self.empty
        try cache.fill(&set, count: count, stop: stop, progress: { _ in }, encode: encode)
        return set
    }

    private func expectSame(_ a: LatentSet, _ b: LatentSet) {
        #expect(a.episodes.count == b.episodes.count)
        for (a, b) in zip(a.episodes, b.episodes) {
            #expect(a.latents == b.latents && a.actions == b.actions && a.frames == b.frames && a.views == b.views)
        }
    }

    @Test func allProcessorsMakeWhatOneMakes() throws {
        var expected = Self.empty
        for number in 0..<60 { expected.append(Self.episode(number, video)) }
        let video = video
        let made = try fill(60) { Self.episode($0, video) }
        expectSame(made, expected)
        // Nothing is made twice.
        let kept = try fill(60) { throw Refusal(number: $0) }
        expectSame(kept, expected)
    }

    @Test func progressCountsEveryEpisode() throws {
        let counts = Mutex<[Int]>([])
        var set = Self.empty
        let video = video
        try cache.fill(
            &set, count: 30, stop: { false }, progress: { count in counts.withLock { $0.append(count) } },
            encode: { Self.episode($0, video) })
        #expect(Set(counts.withLock { $0 }) == Set(1...30))
    }

    @Test func whatFailsInOneEpisodeIsThrown() {
        let video = video
        #expect(throws: Refusal(number: 30)) {
            try fill(60) { number in
                if number == 30 { throw Refusal(number: number) }
                return Self.episode(number, video)
            }
        }
    }

    @Test func stoppingLeavesTheRestOut() throws {
        let begun = Mutex(0)
        let episode = Self.episode(0, video)
        let stop: @Sendable () -> Bool = { begun.withLock { $0 >= 5 } }
        let set = try fill(5000, stop: stop) { _ in
            begun.withLock { $0 += 1 }
            return episode
        }
        #expect(set.episodes.isEmpty)
        #expect(begun.withLock { $0 } < 5000)
    }
}
