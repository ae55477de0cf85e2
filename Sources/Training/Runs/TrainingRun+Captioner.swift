import Foundation
import Tensors
import WorldModel
import Worlds

extension TrainingRun {
    /// Trains what says the facts of clips, and tries it on held-out seeds: precision and recall by what facts are about.
    func captioner(_ s: TrainConfiguration, _ folder: TrainingFolder, steps count: Int) throws {
        guard s.frames >= FactEpisodes.clip else {
            throw WorldError(
                "frames is \(s.frames), but a captioner needs episodes of \(FactEpisodes.clip) or more: it is tried on clips so long."
            )
        }
        let source = FactEpisodes(count: s.captionerEpisodes, frames: s.frames, firstSeed: s.firstSeed)
        let examples = try source.examples(each: Self.picturesEach)
        let trials = try FactEpisodes(
            count: min(90, s.captionerEpisodes), frames: FactEpisodes.clip, firstSeed: FactEpisodes.heldOut
        ).clips()
        let motion = try self.motion()
        let model = FactProbe(seed: 6)
        model.store.device = device
        let trainer = FactTrainer(
            model, on: examples, schedule: Schedule(peak: s.captionerRate, steps: count), batch: s.captionerBatch,
            seed: 6)
        var loop = TrainingLoop(part, folder, steps: count, optimizer: trainer.optimizer)
        loop.validationSteps = s.validationSteps
        let made = FactProbe(seed: nil)
        made.store.device = device
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step() },
            checkpoint: { _ in
                trainer.finish(into: made)
                try keepCaptioner(made, folder.file("captioner"))
            }, validate: { _ in FactScore(Captioner(made, motion: motion), on: trials).words })
    }

    /// Of an episode.
    private static let picturesEach = 6
}
