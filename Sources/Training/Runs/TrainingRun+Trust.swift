import Foundation
import Tensors
import WorldModel
import Worlds

extension TrainingRun {
    /// Trains the head that judges memory, on games that the checkpoint plays along true episodes. Every tenth game is kept for
    /// validation.
    func trust(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let start = try Checkpoint(contentsOf: folder.file("checkpoint"), device: device)
        let transformer = start.configuration.transformer
        guard transformer.seesMemory == true else {
            throw WorldError("\(directory)/checkpoint has no memory: there is nothing to trust")
        }
        var shape = TrustConfiguration()
        (shape.tolerance, shape.threshold) = (s.trustTolerance, s.trustThreshold)
        let games = TrustGames(data, of: start, judgedBy: shape)
        let files = try games.play(into: folder.file("trust"), count: s.trustEpisodes)
        let held = stride(from: 9, to: files.count, by: 10).map { files[$0] }
        let set = try TrustSet(files.filter { !held.contains($0) }, shape, of: start)
        let trials = try TrustSet(held, shape, of: start)
        let head = TrustHead(shape, for: transformer, seed: 3)
        head.store.device = device
        let trainer = TrustTrainer(
            head, on: set,
            schedule: Schedule(peak: s.trustRate, steps: count), batch: s.trustBatch, seed: 3)
        var loop = loop(folder, count, trainer.optimizer) { trainer.schedule.take(steps: $0) }
        loop.validationSteps = s.validationSteps
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step() },
            checkpoint: { _ in try folder.keep(start.replacing(trust: trainer.finished(for: start))) },
            validate: { _ in Self.words(trainer.finished(for: start), trials) })
    }

    private static func words(_ head: TrustHead, _ trials: TrustSet) -> String {
        let (reading, threshold) = (TrustTrainer.reading(head, on: trials), head.configuration.threshold)
        return String(
            format: "held-out loss %.3f; keeps %.1f%% of what is right, drops %.1f%% of what is not", reading.loss,
            100 * reading.share(keep: true, threshold: threshold),
            100 * reading.share(keep: false, threshold: threshold))
    }
}
