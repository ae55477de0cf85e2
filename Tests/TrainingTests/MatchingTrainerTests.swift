import Diffusion
import Foundation
import Tensors
import Testing
import Training
import WorldModel

struct MatchingTrainerTests {
    private static let shape = [4, 4, 4]

    private static var configuration: DiTConfiguration {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads) = (4, 32, 2, 2)
        return c
    }

    private static var options: TransformerTrainer.Options {
        var options = TransformerTrainer.Options()
        (options.clips, options.frames, options.streamShare, options.scatters) = (8, 4, 0.9, true)
        return options
    }

    /// Every frame is all 1 or all -1, whatever came before: nobody can tell which.
    private static func coins() -> LatentSet {
        var set = LatentSet(shape: shape, actionSize: 16)
        var random = PhiloxGenerator(seed: 3)
        set.episodes = (0..<40).map { _ in
            let latents = (0..<8).flatMap { _ in
                [Float](repeating: random.uniform() < 0.5 ? 1 : -1, count: set.latentSize)
            }
            return .init(latents: latents, actions: [Float](repeating: 0, count: 8 * 16), frames: 8)
        }
        return set
    }

    /// How far a frame that `model` makes of noise in one step is from grey, on the average: the truth is 1.
    private func distance(_ model: DiT) -> Float {
        let context = Context(model.store)
        let clips = 64
        let x = context.noise([clips * 4, 16], seed: 5, stream: 0)
        let v = model(
            x, levels: [Float](repeating: 1, count: clips), actions: [Float](repeating: 0, count: clips * 16),
            grid: TokenGrid(rows: 2, columns: 2), clips: clips, frames: 1, mask: .causal, context)
        let made = context.combined(1, x, -1, v).array
        return (0..<clips).map { clip in abs(made[clip * 64..<(clip + 1) * 64].reduce(0, +) / 64) }.reduce(0, +)
            / Float(clips)
    }

    @Test func pupilMakesOnePictureWhereItsTeacherMakesTheMeanOfAll() {
        let set = Self.coins()
        var options = Self.options
        options.schedule = Schedule(peak: 3e-3, steps: 300)
        let first = TransformerTrainer(DiT(Self.configuration, seed: 1), options: options)
        for _ in 0..<300 { _ = first.step(set) }
        let teacher = DiT(Self.configuration, seed: nil)
        first.optimizer.writeAverage(to: teacher.store)
        #expect(distance(teacher) < 0.4)

        options.schedule = Schedule(peak: 1e-3, steps: 400, warmup: 10)
        let trainer = MatchingTrainer(teacher.copy(), teacher: teacher, options: options, matching: .init())
        for _ in 0..<400 { _ = trainer.step(set) }
        let pupil = DiT(Self.configuration, seed: nil)
        trainer.optimizer.writeAverage(to: pupil.store)
        #expect(distance(pupil) > 0.6, "\(distance(teacher)) -> \(distance(pupil))")
    }

    @Test func resumesWithTheSameLosses() throws {
        var options = Self.options
        (options.recycling, options.schedule) = (0.5, Schedule(peak: 1e-3, steps: 8, warmup: 2))
        let teacher = DiT(Self.configuration, seed: 1, zeroInitialized: false)
        func trainer() -> MatchingTrainer {
            MatchingTrainer(teacher.copy(), teacher: teacher, options: options, matching: .init())
        }
        let set = Self.coins()
        let (whole, first, second) = (trainer(), trainer(), trainer())
        let losses = (0..<8).map { _ in whole.step(set) }
        let begin = (0..<4).map { _ in first.step(set) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let state = folder.appendingPathComponent("state")
        try first.clock.save(to: state, companion: first.optimizer)
        try second.clock.load(from: state, companion: second.optimizer)
        #expect(begin + (0..<4).map { _ in second.step(set) } == losses)
    }

    /// What the third model has not learned to tell apart moves nobody.
    @Test func nothingMovesWhereTheThirdModelIsTheTeacher() {
        var options = Self.options
        options.schedule = Schedule(peak: 1e-2, steps: 10, warmup: 1)
        let teacher = DiT(Self.configuration, seed: 1, zeroInitialized: false)
        let trainer = MatchingTrainer(teacher.copy(), teacher: teacher, options: options, matching: .init())
        _ = trainer.step(Self.coins())
        #expect(trainer.size == 0)
        _ = trainer.step(Self.coins())
        _ = trainer.step(Self.coins())
        #expect(trainer.size > 0)
    }
}
