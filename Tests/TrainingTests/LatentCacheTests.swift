import Codecs
import Foundation
import Synchronization
import Tensors
import TestSupport
import Testing
import WorldModel
import Worlds

@testable import Training

/// Episodes that are encoded on all processors, and found again on disk.
struct LatentCacheTests {
    private let folder: TemporaryFolder
    private let cache: LatentCache
    private let video: LatentVideo
    private static let empty = LatentSet(shape: [4, 6, 4], actionSize: 2 * ActionSpace.standard.channels.count)

    private static var compressor: VideoCompressor {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels, c.latentMean, c.latentDeviation) = (16, 4, [0, 0, 0, 0], [1, 1, 1, 1])
        return VideoCompressor(c, seed: 1)
    }

    private struct Refusal: Error, Equatable { let number: Int }

    init() throws {
        folder = try TemporaryFolder()
        let compressor = Self.compressor
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

    /// Memory's views come back too, and another source or another network makes all anew.
    @Test func whatIsKeptComesBackWhole() throws {
        let episode: @Sendable (Int) -> LatentSet.Episode = { number in
            var random = PhiloxGenerator(seed: UInt64(number))
            func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in random.normal() } }
            let frames = 1 + number % 3
            return LatentSet.Episode(
                latents: numbers(frames * 96), actions: numbers(frames * 16), frames: frames,
                views: number % 2 == 0 ? numbers(frames * 144) : nil)
        }
        let made = try fill(30) { episode($0) }
        let kept = try fill(30) { throw Refusal(number: $0) }
        expectSame(kept, made)
        #expect(kept.episodes[1].views == nil && kept.episodes[2].views != nil)
        var other = Self.empty
        let elsewhere = try LatentCache(folder.file("latents"), compressor: Self.compressor, source: "other")
        #expect(throws: Refusal(number: 0)) {
            try elsewhere.fill(
                &other, count: 1, stop: { false }, progress: { _ in }, encode: { throw Refusal(number: $0) })
        }
    }

    /// A file that is cut, empty, of other shapes or with numbers that are none is made anew, the rest is kept.
    @Test func damagedFilesAreMadeAnew() throws {
        let video = video
        let made = try fill(30) { Self.episode($0, video) }
        let file = folder.file("latents/25.safetensors")
        let sound = try Data(contentsOf: file)
        let notANumber = sound.dropLast(4) + [0, 0, 0xC0, 0x7F]
        for damaged in [Data(), sound.prefix(sound.count / 2), sound.prefix(40), notANumber] {
            try damaged.write(to: file)
            let again = try fill(30) { number in
                guard number >= 25 else { throw Refusal(number: number) }
                return Self.episode(number, video)
            }
            expectSame(again, made)
            #expect(try Data(contentsOf: file) == sound)
        }
    }
}
