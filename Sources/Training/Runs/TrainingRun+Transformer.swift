import Communication
import Diffusion
import Foundation
import Tensors
import WorldModel

/// Training of the transformer, and its distillation.
extension TrainingRun {
    func transformer(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let place = folder.file("checkpoint")
        let start = try Checkpoint(contentsOf: place, device: device)
        let origin = beginning(folder.url)
        let grown = (try? notes(of: place))?["grown"]
        let model = origin == nil ? blank(DiT(start.configuration.transformer, seed: 2)) : start.transformer
        var options = s.clipOptions
        options.schedule = Schedule(peak: s.transformerRate, steps: count, warmup: 100)
        let trainer = TransformerTrainer(model, options: options, processes: processes)
        trainer.captions = captions(start)
        try fit(s, folder, data, start, steps: count, trainer) {
            start.replacing(transformer: $0)
        } notes: { step in
            var notes = [
                "data": data.description + (origin.map { ", begun from \($0)" } ?? ""),
                "transformer_steps": "\(step)", "clips_per_step": "\(s.clips)",
                "latent_frames_per_clip": "\(s.clipFrames)",
            ]
            // Who begins from another run says nothing of how that one's compression network came about.
            notes["compressor_steps"] =
                try origin == nil ? "\(folder.steps(of: TrainingPart.compressor.rawValue))" : nil
            notes["grown"] = grown
            let sizes = Set(data.parts.map { "\($0.source.size.width)x\($0.source.size.height)" })
            notes["sizes"] = sizes.count > 1 ? sizes.sorted().joined(separator: ", ") : nil
            return notes
        }
    }

    /// Makes the run's transformer one whose pictures its former self, kept in `teacher`, takes for its own.
    func distill(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let teacher = folder.file("teacher")
        try processes.firstThenOthers {
            if !folder.has("teacher") {
                try WholeFolder.make(teacher) {
                    try FileManager.default.copyItem(at: folder.file("checkpoint"), to: $0)
                }
            }
        }
        let start = try Checkpoint(contentsOf: teacher, device: device)
        // The decoder and depth may have been trained on since.
        let current = try Checkpoint(contentsOf: folder.file("checkpoint"))
        var options = s.clipOptions
        (options.streamShare, options.scatters) = (0.9, true)
        options.schedule = Schedule(peak: s.distillRate, steps: count, warmup: 20)
        var matching = MatchingTrainer.Options()
        (matching.steps, matching.ratio, matching.fakeRate) = (s.distilledSteps, s.distillRatio, s.distillFakeRate)
        let notes = try notes(of: teacher)
        let trainer = MatchingTrainer(
            start.transformer.copy(), teacher: start.transformer, options: options, matching: matching,
            processes: processes)
        trainer.captions = captions(start)
        try fit(s, folder, data, start, steps: count, trainer) {
            var made = current.replacing(transformer: $0)
            (made.configuration.renoises, made.configuration.denoisingSteps) = (true, s.distilledSteps)
            return made
        } notes: { step in
            notes.merging([
                "distillation": "\(step) steps, of which one in \(s.distillRatio) changed the transformer"
            ]) { $1 }
        }
    }

    /// Trains with `trainer` and writes what `made` makes of its average as the run's checkpoint, with `notes` of the step.
    private func fit(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, _ start: Checkpoint,
        steps: Int, _ trainer: any ClipTrainer, made: (DiT) -> Checkpoint, notes: (Int) throws -> [String: String]
    ) throws {
        let sets = LatentSets(try latents(s, folder.url, data, start))
        trainer.clips.room = (s.liveEpisodes + sets.sets.count - 1) / sets.sets.count
        let feed = s.liveEpisodes > 0 ? liveEpisodes(s, start) : nil
        defer { feed?.stop() }
        var loop = loop(folder, steps, trainer.clock) { trainer.take(steps: $0) }
        loop.companion = trainer.clock === trainer.optimizer ? nil : trainer.optimizer
        loop.validationSteps = s.validationSteps
        try loop.run(
            flops: { trainer.flops },
            step: {
                for made in try feed?.take() ?? [] { trainer.clips.append(made.episode, shape: made.shape) }
                return trainer.step(sets.drawn(step: trainer.clock.step, seed: s.clipOptions.seed))
            },
            checkpoint: { step in
                let average = DiT(start.configuration.transformer, seed: nil)
                trainer.optimizer.writeAverage(to: average.store)
                try folder.keep(
                    made(average),
                    training: try notes(step).merging([
                        "\(part)_device": device?.name ?? "CPU",
                        "\(part)_processes": "\(processes.size)",
                        "\(part)_arithmetic": "bf16, \(Kernels.Tile.current.rawValue) tiles",
                        "\(part)_episodes_seen": "\(trainer.clips.count)",
                    ]) { $1 })
            }, validate: { try validated(folder, step: $0) })
    }

    /// The loop of a training; `replan` fits its schedule to another number of steps.
    func loop(
        _ folder: TrainingFolder, _ steps: Int, _ optimizer: Optimizer, replan: @escaping (Int) -> Void
    ) -> TrainingLoop {
        var loop = TrainingLoop(part, folder, steps: steps, optimizer: optimizer)
        (loop.budget, loop.replan) = (budget, replan)
        return loop
    }

    /// What captions of clips are made with; nil where the checkpoint takes no text.
    private func captions(_ start: Checkpoint) -> ClipCaptions? {
        start.vocabulary.map {
            ClipCaptions(
                vocabulary: $0, space: start.actionSpace, factor: start.configuration.compressor.temporalFactor)
        }
    }

    private func blank(_ model: DiT) -> DiT {
        model.store.device = device
        return model
    }

    private func validated(_ folder: TrainingFolder, step: Int) throws -> String {
        let checkpoint = try Checkpoint(contentsOf: folder.file("checkpoint"), device: device)
        return try validate(checkpoint, try recorded().compactMap(\.validation).first, folder.file("validation"), step)
    }
}
