import Diffusion
import Foundation
import Tensors
import Testing
import Training
import VideoCompression
import Worlds

@testable import WorldModel

struct RefinerTests {
    /// A checkpoint that sees memory, and random latents with views.
    private static func sample() -> (checkpoint: Checkpoint, set: LatentSet) {
        let plain = CheckpointTests.tiny()
        var configuration = plain.configuration
        configuration.transformer.seesMemory = true
        let checkpoint = Checkpoint(
            configuration: configuration, actionSpace: plain.actionSpace, compressor: plain.compressor,
            transformer: DiT(configuration.transformer, seed: 2, zeroInitialized: false))
        var set = LatentSet(shape: [4, 6, 4], actionSize: 16)
        var random = PhiloxGenerator(seed: 3)
        set.episodes = (0..<2).map { _ in
            .init(
                latents: (0..<6 * 96).map { _ in random.normal() }, actions: (0..<6 * 16).map { _ in random.uniform() },
                frames: 6, views: (0..<6 * 144).map { _ in random.uniform() })
        }
        return (checkpoint, set)
    }

    private static func trainer(_ checkpoint: Checkpoint, adversarial: Float = 1) -> RefinerTrainer {
        var options = RefinerTrainer.Options()
        (options.batch, options.adversarial) = (2, adversarial)
        options.schedule = Schedule(peak: 1e-3, steps: 100, warmup: 2)
        return RefinerTrainer(
            Refiner(RefinerConfiguration(), like: checkpoint.compressor, seed: 1), options: options)
    }

    private static func predictions(_ checkpoint: Checkpoint, _ set: LatentSet) -> RefinerSet {
        var result = RefinerSet(shape: set.shape)
        let context = Context(checkpoint.transformer.store)
        var frames = [Frame](repeating: Frame(width: 48, height: 32), count: 11)
        for n in frames.indices {
            for i in frames[n].pixels.indices { frames[n].pixels[i] = UInt8((i * (n + 3)) % 251) }
        }
        for episode in set.episodes { result.append(episode, frames, set, checkpoint, seed: 7, share: 0, context) }
        return result
    }

    @Test func beginsAsTheDecoderWhateverMemoryShows() {
        let compressor = CheckpointTests.tiny().compressor
        let refiner = Refiner(RefinerConfiguration(), like: compressor, seed: 1)
        let (context, decoding) = (Context(refiner.store, precision: .f32), Context(compressor.store, precision: .f32))
        let latents = context.noise([3, 4, 6, 4], seed: 1, stream: 1)
        let views = context.noise([3, 4, 6, 6], seed: 1, stream: 2)
        let mine = refiner(latents, views: views, context).array
        let theirs = compressor.decode(latents, decoding).array
        #expect(mine.count == theirs.count)
        #expect(zip(mine, theirs).allSatisfy { abs($0 - $1) < 1e-4 * (1 + abs($1)) })
    }

    @Test func trainingResumesWithTheSameLosses() throws {
        let (checkpoint, latents) = Self.sample()
        let set = Self.predictions(checkpoint, latents)
        #expect(set.count == 10)
        let whole = Self.trainer(checkpoint)
        let losses = (0..<6).map { _ in whole.step(set) }
        let first = Self.trainer(checkpoint)
        let begin = (0..<3).map { _ in first.step(set) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (state, judge) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("b"))
        try first.optimizer.save(to: state)
        try first.judge.save(to: judge)
        let second = Self.trainer(checkpoint)
        _ = try second.optimizer.load(from: state)
        _ = try second.judge.load(from: judge)
        #expect(begin + (0..<3).map { _ in second.step(set) } == losses)
        #expect(losses.allSatisfy(\.isFinite) && Set(losses).count == losses.count)
    }

    /// Without a discriminator the refiner comes nearer to the truth than the decoder it begins as.
    @Test func learnsTheTruth() {
        let (checkpoint, latents) = Self.sample()
        let set = Self.predictions(checkpoint, latents)
        let trainer = Self.trainer(checkpoint, adversarial: 0)
        let losses = (0..<40).map { _ in trainer.step(set) }
        #expect(losses.suffix(5).reduce(0, +) < 0.9 * losses.prefix(5).reduce(0, +))
    }

    /// What is made is scored higher where the discriminator has a say.
    @Test func isDrawnToWhatPassesForReal() {
        let (checkpoint, latents) = Self.sample()
        let set = Self.predictions(checkpoint, latents)
        let (heard, ignored) = (Self.trainer(checkpoint, adversarial: 3), Self.trainer(checkpoint, adversarial: 0))
        var gaps: (heard: Float, ignored: Float) = (0, 0)
        for step in 0..<60 {
            _ = heard.step(set)
            _ = ignored.step(set)
            guard step >= 40 else { continue }
            gaps.heard += heard.scores.real - heard.scores.made
            gaps.ignored += ignored.scores.real - ignored.scores.made
        }
        #expect(gaps.ignored > 0)
        #expect(gaps.heard < gaps.ignored)
    }

    @Test func checkpointsKeepIt() throws {
        let (plain, _) = Self.sample()
        let refiner = Refiner(RefinerConfiguration(), like: plain.compressor, seed: 1)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try plain.replacing(refiner: refiner).write(to: folder, dtype: .f32, training: ["a": "b"])
        let back = try Checkpoint(contentsOf: folder)
        #expect(back.refiner?.configuration == refiner.configuration)
        #expect(
            (0..<refiner.store.count).allSatisfy { back.refiner?.store.values[$0] == refiner.store.values[$0] })
        // A part that is trained on leaves what the folder says of the others.
        try back.write(to: folder, dtype: .f32)
        let notes = try Data(contentsOf: folder.appendingPathComponent("training.json"))
        #expect(String(decoding: notes, as: UTF8.self).contains("\"a\""))
        try FileManager.default.removeItem(at: folder.appendingPathComponent("refiner.safetensors"))
        #expect(throws: (any Error).self) { try Checkpoint(contentsOf: folder) }
    }
}
