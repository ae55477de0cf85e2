import Diffusion
import Tensors
import Testing
import Training

@testable import WorldModel

struct DistillationTests {
    private static func set() -> LatentSet {
        var set = LatentSet(shape: [4, 6, 4], actionSize: 16)
        var random = PhiloxGenerator(seed: 3)
        set.episodes = (0..<3).map { _ in
            .init(
                latents: (0..<8 * 96).map { _ in random.normal() }, actions: (0..<8 * 16).map { _ in random.uniform() },
                frames: 8)
        }
        return set
    }

    private static func trainer(steps: Int, substeps: Int) -> TransformerTrainer {
        var options = TransformerTrainer.Options()
        (options.clips, options.frames, options.schedule) = (2, 4, Schedule(peak: 2e-3, steps: 100, warmup: 2))
        let configuration = CheckpointTests.tiny().configuration.transformer
        let model = { DiT(configuration, seed: 5, zeroInitialized: false) }
        return TransformerTrainer(
            model(), options: options,
            distillation: Distillation(teacher: model(), steps: steps, substeps: substeps))
    }

    /// One step of the teacher is what the teacher says: its twin has nothing to learn.
    @Test func aTwinHasNothingToLearnFromOneStep() {
        #expect(Self.trainer(steps: 4, substeps: 1).step(Self.set()) < 1e-9)
    }

    @Test func aPupilLearnsSeveralStepsAsOne() {
        let set = Self.set()
        let trainer = Self.trainer(steps: 1, substeps: 4)
        let losses = (0..<60).map { _ in trainer.step(set) }
        let (first, last): (Float, Float) = (losses.prefix(10).reduce(0, +), losses.suffix(10).reduce(0, +))
        #expect(first > 1e-4)
        #expect(last < 0.7 * first)
    }
}
