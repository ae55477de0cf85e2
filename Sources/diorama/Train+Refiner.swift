import Foundation
import Tensors
import Training
import WorldModel
import Worlds

extension Train {
    /// Trains the refiner on the transformer's predictions, beside which it sees what memory showed.
    func refiner(_ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes) throws {
        let start = try Checkpoint(contentsOf: folder.appendingPathComponent("checkpoint"))
        guard start.configuration.transformer.seesMemory == true else {
            throw WorldError("\(folder.path)/checkpoint has no memory: a refiner is of no use to it")
        }
        guard let set = try latents(s, folder, source, start) else { return }
        let staged = source.stagedScenes(s.stagedEpisodes)
        var examples = RefinerSet(shape: set.shape)
        let context = Context(start.transformer.store)
        let bar = ProgressBar(total: s.refinerExamples, label: "Predictions")
        // Both kinds of episodes, however few are wanted.
        let order = (0..<set.episodes.count).sorted {
            ($0 * 7919 % set.episodes.count, $0) < ($1 * 7919 % set.episodes.count, $1)
        }
        for number in order where !Interrupt.requested {
            guard examples.count < s.refinerExamples else { break }
            let episode = set.episodes[number]
            let frames =
                try number < source.count ? source.episode(number).frames : staged.episode(number - source.count).frames
            examples.append(episode, frames, set, start, seed: UInt64(number), share: 0.05, context)
            bar.update(examples.count)
        }
        bar.finish()
        guard !Interrupt.requested else { return }
        var options = RefinerTrainer.Options()
        let count = steps ?? s.refinerSteps
        options.batch = s.refinerBatch
        options.adversarial = s.refinerAdversarial
        options.schedule = Schedule(peak: s.refinerRate, steps: count)
        let trainer = RefinerTrainer(
            Refiner(RefinerConfiguration(), like: start.compressor, seed: 4), options: options)
        let judge = folder.appendingPathComponent("refiner.judge.safetensors")
        var loop = TrainingLoop(label: "refiner", folder: folder, steps: count, optimizer: trainer.optimizer)
        loop.beside = [(judge, trainer.judge)]
        loop.validationSteps = s.validationSteps
        _ = try loop.run(
            flops: { trainer.flops }, step: { trainer.step(examples) },
            checkpoint: { _ in
                try start.replacing(refiner: trainer.finished()).write(
                    to: folder.appendingPathComponent("checkpoint"))
            },
            validate: {
                let scores = trainer.scores
                return String(format: "scores %.2f real, %.2f made; ", scores.real, scores.made)
                    + (try validate(folder, step: $0))
            })
    }
}
