import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing
import Training

/// Training with episodes that come later, and on a GPU.
struct TransformerTrainerTests {
    private static func episodes(_ count: Int) -> [LatentSet.Episode] {
        var random = PhiloxGenerator(seed: 3)
        return (0..<count).map { _ in
            LatentSet.Episode(
                latents: (0..<8 * 96).map { _ in random.normal() }, actions: (0..<8 * 16).map { _ in random.uniform() },
                frames: 8, views: (0..<8 * 144).map { _ in random.uniform() })
        }
    }

    private static var configuration: DiTConfiguration {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads, c.contextFrames) = (4, 32, 2, 2, 3)
        return c
    }

    private static func set(_ count: Int) -> LatentSet {
        var set = LatentSet(shape: [4, 6, 4], actionSize: 16)
        set.episodes = episodes(count)
        return set
    }

    /// Of a tiny transformer that sees memory and learns from its own errors.
    private static func trainer(device: CUDADevice? = nil) -> TransformerTrainer {
        var options = TransformerTrainer.Options()
        options.recycling = 0.5
        (options.clips, options.frames, options.schedule) = (2, 4, Schedule(peak: 1e-3, steps: 20, warmup: 2))
        var configuration = configuration
        configuration.seesMemory = true
        let model = DiT(configuration, seed: 5)
        model.store.device = device
        return TransformerTrainer(model, options: options)
    }

    @Test func anEpisodeThatComesFirstCountsLikeAnother() {
        let (whole, appended) = (Self.trainer(), Self.trainer())
        appended.clips.append(Self.episodes(3)[2], shape: [4, 6, 4])
        let losses = (0..<5).map { _ in whole.step(Self.set(3)) }
        #expect((0..<5).map { _ in appended.step(Self.set(2)) } == losses)
    }

    @Test func anEpisodeThatComesLaterIsDrawnToo() {
        let (without, with) = (Self.trainer(), Self.trainer())
        let set = Self.set(1)
        #expect(without.step(set) == with.step(set))
        for episode in Self.episodes(4).dropFirst() { with.clips.append(episode, shape: [4, 6, 4]) }
        let losses = (0..<4).map { _ in without.step(set) }
        #expect((0..<4).map { _ in with.step(set) } != losses)
    }

    @Test(arguments: [false, true]) func itGoesOnWithTheSameLosses(memory: Bool) throws {
        var set = LatentSet(shape: [4, 6, 4], actionSize: 16)
        var random = PhiloxGenerator(seed: 3)
        set.episodes = (0..<3).map { _ in
            .init(
                latents: (0..<8 * 96).map { _ in random.normal() }, actions: (0..<8 * 16).map { _ in random.uniform() },
                frames: 8, views: memory ? (0..<8 * 144).map { _ in random.uniform() } : nil)
        }
        var options = TransformerTrainer.Options()
        options.recycling = memory ? 0.5 : 0
        (options.clips, options.frames, options.schedule) = (2, 4, Schedule(peak: 1e-3, steps: 10, warmup: 2))
        var configuration = Self.configuration
        configuration.seesMemory = memory
        let whole = TransformerTrainer(DiT(configuration, seed: 5), options: options)
        let losses = (0..<8).map { _ in whole.step(set) }
        let first = TransformerTrainer(DiT(configuration, seed: 5), options: options)
        let begin = (0..<4).map { _ in first.step(set) }
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: url) }
        try first.optimizer.save(to: url)
        let second = TransformerTrainer(DiT(configuration, seed: 9), options: options)
        try second.optimizer.load(from: url)
        #expect(begin + (0..<4).map { _ in second.step(set) } == losses)
        #expect(losses.allSatisfy(\.isFinite) && Set(losses).count == losses.count)
    }

    // Needs an NVIDIA GPU.
    @Test(.enabled(if: usableGPU != nil)) func aGPUFindsTheLossesOfTheCPU() {
        let (cpu, gpu) = (Self.trainer(), Self.trainer(device: usableGPU))
        gpu.clips.room = 1
        let set = Self.set(2)
        var (expected, found): ([Float], [Float]) = ([], [])
        for step in 0..<10 {
            if step == 5 {
                for trainer in [cpu, gpu] { trainer.clips.append(Self.episodes(3)[2], shape: [4, 6, 4]) }
            }
            expected.append(cpu.step(set))
            found.append(gpu.step(set))
        }
        // A GPU tells the loss of the step before.
        for (found, expected) in zip(found.dropFirst(), expected) {
            #expect(abs(found - expected) < 0.01 * expected)
        }
        // Of the way that the weights have gone.
        #expect(Self.distance(gpu, cpu) < 0.2 * Self.distance(Self.trainer(), cpu))
    }

    // Needs an NVIDIA GPU.
    @Test(.enabled(if: usableGPU != nil)) func aGPUGoesOnFromWhatWasSaved() throws {
        let (gpu, set, folder) = (try #require(usableGPU), Self.set(2), try TemporaryFolder())
        let (whole, first, second) = (Self.trainer(device: gpu), Self.trainer(device: gpu), Self.trainer(device: gpu))
        for _ in 0..<6 { _ = whole.step(set) }
        for _ in 0..<3 { _ = first.step(set) }
        try first.optimizer.save(to: folder.file("state.safetensors"))
        try second.optimizer.load(from: folder.file("state.safetensors"))
        for _ in 0..<3 { _ = second.step(set) }
        #expect(second.optimizer.step == 6)
        // Where a gradient is nothing but rounding, AdamW makes whole steps of it.
        #expect(Self.distance(second, whole) < 0.05 * Self.distance(Self.trainer(), whole))
    }

    /// ||a - b|| / ||b|| of the averaged weights.
    private static func distance(_ a: TransformerTrainer, _ b: TransformerTrainer) -> Double {
        var (difference, size) = (0.0, 0.0)
        for (x, y) in zip(a.optimizer.average, b.optimizer.average) {
            difference += Double(x - y) * Double(x - y)
            size += Double(y) * Double(y)
        }
        return (difference / size).squareRoot()
    }
}
