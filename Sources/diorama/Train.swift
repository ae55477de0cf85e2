import ArgumentParser
import Diffusion
import Evaluations
import Foundation
import ReferenceWorld
import Tensors
import Training
import VideoCompression
import WorldModel
import Worlds

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a compression network, a transformer or a probe on the reference world.",
        discussion: """
            A run lives in one folder: the checkpoint so far, a JSON-lines log, and the state to go on from. Ctrl-C \
            saves and ends; the same command resumes with the same losses as an uninterrupted run. Train the \
            compressor first, then depth, then the transformer in the same folder; `decoder` trains \
            the compressor's decoder on so that pictures survive being coded again and again, and `distill` makes the transformer's \
            pictures likely ones instead of the mean of all that could be, so that few denoising steps make them sharp. `probes` trains what evaluations \
            read the camera's motion with; it needs no checkpoint.

            With --from a new run begins as another checkpoint. Where the configuration asks for larger pictures, longer \
            clips or a multiple of the transformer's blocks, it grows to that and at first computes what it did before.
            """)

    enum Part: String, ExpressibleByArgument, CaseIterable {
        case compressor, decoder, depth, transformer, distill, probes
    }

    @Argument(help: "compressor, decoder, depth, transformer, distill or probes.") var part: Part
    @Option(name: .customLong("run"), help: "The run's folder.") var directory = "runs/small"
    @Option(help: "YAML file of settings; docs/training.md lists them.") var config: String?
    @OptionGroup var place: DeviceOption
    @Option(help: "Steps to train, instead of the configuration's.") var steps: Int?
    @Option(
        name: .customLong("from"),
        help: "A checkpoint that a new run goes on from: a shipped one's name or a folder. Not for train compressor.")
    var origin: String?

    func run() throws {
        try place.choose()
        let file = try config.map { try SettingsFile(URL(fileURLWithPath: $0), keys: TrainConfiguration.keys) }
        var settings = try file.map { try TrainConfiguration($0) } ?? TrainConfiguration()
        let folder = URL(fileURLWithPath: directory)
        guard origin == nil || part != .probes else {
            throw ValidationError("--from is not for train probes: a probe begins from nothing.")
        }
        guard origin == nil || part != .compressor else {
            throw ValidationError("--from is not for train compressor: another compressor changes what latents mean.")
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if let origin { try begin(folder, from: origin, settings, file) }
        if part != .compressor, part != .probes {
            let start = try Checkpoint(contentsOf: folder.appendingPathComponent("checkpoint"))
            try settings.take(start.configuration, file)
        }
        var source = RenderedEpisodes(
            count: settings.episodes, frames: settings.frames, width: settings.width, height: settings.height)
        source.firstSeed = settings.firstSeed
        switch part {
        case .compressor: try compressor(settings, folder, source)
        case .decoder: try decoder(settings, folder, source)
        case .depth: try depth(settings, folder, source)
        case .transformer: try transformer(settings, folder, source)
        case .distill: try distill(settings, folder, source)
        case .probes: try probes(settings, folder)
        }
    }

    /// A new run's checkpoint: that of another run, or a shipped one, grown to what the settings say. The run keeps its name, so
    /// that it need not be said again.
    private func begin(
        _ folder: URL, from origin: String, _ settings: TrainConfiguration, _ file: SettingsFile?
    ) throws {
        let start = try Checkpoint.named(origin)
        let target = folder.appendingPathComponent("checkpoint")
        if FileManager.default.fileExists(atPath: target.path) {
            guard beginning(folder) == origin else {
                throw WorldError(
                    "\(target.path) was not begun from \(origin): name another folder with --run, or leave --from out")
            }
            return
        }
        let configuration = try settings.grown(start.configuration, file)
        try Data(origin.utf8).write(to: folder.appendingPathComponent("from.txt"), options: .atomic)
        try WholeFolder.make(target) { part in
            guard configuration != start.configuration else {
                // A link would be copied as a link, and training would change the checkpoint behind it.
                let source = Checkpoint.folder(named: origin)!.resolvingSymlinksInPath()
                return try FileManager.default.copyItem(at: source, to: part)
            }
            let growth = configuration.growth(from: start.configuration)
            try start.grown(to: configuration).write(
                to: part, training: growth.isEmpty ? [:] : ["grown": "from \(origin): \(growth)"],
                card: "# \(configuration.name)\n\nBegun from `\(origin)`"
                    + (growth.isEmpty ? ".\n" : ", grown: \(growth).\n"))
        }
    }

    /// What the run was begun from; nil: nothing.
    private func beginning(_ folder: URL) -> String? {
        try? String(contentsOf: folder.appendingPathComponent("from.txt"), encoding: .utf8)
    }

    /// What a checkpoint's folder says of its training.
    private func notes(of checkpoint: URL) throws -> [String: String] {
        try JSONDecoder().decode(
            [String: String].self, from: Data(contentsOf: checkpoint.appendingPathComponent("training.json")))
    }

    private func transformer(_ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes) throws {
        let place = folder.appendingPathComponent("checkpoint")
        let start = try Checkpoint(contentsOf: place)
        let count = steps ?? s.transformerSteps
        let origin = beginning(folder)
        let grown = (try? notes(of: place))?["grown"]
        let model = origin == nil ? DiT(start.configuration.transformer, seed: 2) : start.transformer
        var options = s.clipOptions
        options.schedule = Schedule(peak: s.transformerRate, steps: count, warmup: 100)
        try fit(
            s, folder, source, start, label: "transformer", steps: count, TransformerTrainer(model, options: options)
        ) {
            start.replacing(transformer: $0)
        } notes: { step in
            var notes = [
                "data":
                    "reference world, \(s.episodes) episodes and \(s.stagedEpisodes) of staged scenes, \(s.frames) frames each, seeds from \(s.firstSeed)"
                    + (origin.map { ", begun from \($0)" } ?? ""),
                "transformer_steps": "\(step)", "clips_per_step": "\(s.clips)",
                "latent_frames_per_clip": "\(s.clipFrames)",
            ]
            // Who begins from another run says nothing of how that one's compression network came about.
            notes["compressor_steps"] = origin == nil ? "\(s.compressorSteps)" : nil
            notes["grown"] = grown
            return notes
        }
    }

    /// Makes the run's transformer one whose pictures its former self, kept in `teacher`, takes for its own.
    private func distill(_ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes) throws {
        let teacher = folder.appendingPathComponent("teacher")
        if !FileManager.default.fileExists(atPath: teacher.path) {
            try WholeFolder.make(teacher) {
                try FileManager.default.copyItem(at: folder.appendingPathComponent("checkpoint"), to: $0)
            }
        }
        let start = try Checkpoint(contentsOf: teacher)
        let count = steps ?? s.distillSteps
        var options = s.clipOptions
        (options.streamShare, options.scatters) = (0.9, true)
        options.schedule = Schedule(peak: s.distillRate, steps: count, warmup: 20)
        var matching = MatchingTrainer.Options()
        (matching.steps, matching.ratio, matching.fakeRate) = (s.distilledSteps, s.distillRatio, s.distillFakeRate)
        let notes = try notes(of: teacher)
        try fit(
            s, folder, source, start, label: "distill", steps: count,
            MatchingTrainer(
                start.transformer.copy(), teacher: start.transformer, options: options, matching: matching)
        ) {
            var made = start.replacing(transformer: $0)
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
        _ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes, _ start: Checkpoint, label: String,
        steps: Int, _ trainer: any ClipTrainer, made: (DiT) -> Checkpoint,
        notes: (Int) -> [String: String]
    ) throws {
        guard var set = try latents(s, folder, source, start) else { return }
        if let use = start.actionSpace.index(of: "use") {
            set.mark(channel: use, of: start.actionSpace.channels.count)
        }
        trainer.clips.room = s.liveEpisodes
        let feed = s.liveEpisodes > 0 ? liveEpisodes(s, source, start) : nil
        defer { feed?.stop() }
        var loop = TrainingLoop(label: label, folder: folder, steps: steps, optimizer: trainer.clock)
        loop.companion = trainer.clock === trainer.optimizer ? nil : trainer.optimizer
        loop.validationSteps = s.validationSteps
        let latents = set
        _ = try loop.run(
            flops: { trainer.flops },
            step: {
                for episode in try feed?.take() ?? [] { trainer.clips.append(episode) }
                return trainer.step(latents)
            },
            checkpoint: { step in
                let average = DiT(start.configuration.transformer, seed: nil)
                trainer.optimizer.writeAverage(to: average.store)
                try made(average).write(
                    to: folder.appendingPathComponent("checkpoint"),
                    training: notes(step).merging([
                        "\(label)_device": CUDADevice.chosen?.name ?? "CPU",
                        "\(label)_episodes_seen": "\(trainer.clips.count)",
                    ]) { $1 })
            }, validate: { try validate(folder, step: $0) })
    }

    /// Episodes beyond those of `latents`, made while a transformer trains.
    private func liveEpisodes(
        _ s: TrainConfiguration, _ source: RenderedEpisodes, _ start: Checkpoint
    ) -> EpisodeFeed {
        let encoder = EpisodeEncoder(start)
        let staged = source.stagedScenes(s.stagedEpisodes)
        return EpisodeFeed(0..<s.liveEpisodes) { number in
            // Spread evenly: staged where the share of all so far passes a whole number.
            (Float(number + 1) * s.liveStagedShare).rounded(.down) > (Float(number) * s.liveStagedShare).rounded(.down)
                ? try encoder.episode(s.stagedEpisodes + number, of: staged)
                : try encoder.episode(s.episodes + number, of: source)
        }
    }

    /// All episodes as the transformer of `start` sees them; nil where Ctrl-C was pressed.
    private func latents(
        _ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes, _ start: Checkpoint
    ) throws -> LatentSet? {
        let configuration = start.configuration
        let encoder = EpisodeEncoder(start)
        var set = LatentSet(
            shape: [configuration.height / 8, configuration.width / 8, configuration.compressor.latentChannels],
            actionSize: configuration.transformer.actionInputs)
        try fill(&set, source, folder.appendingPathComponent("latents"), encoder)
        try fill(&set, source.stagedScenes(s.stagedEpisodes), folder.appendingPathComponent("latents/staged"), encoder)
        return Interrupt.requested ? nil : set
    }

    /// The episodes of `source` as latents, from the cache in `folder` where they are there.
    private func fill(
        _ set: inout LatentSet, _ source: RenderedEpisodes, _ folder: URL, _ encoder: EpisodeEncoder
    ) throws {
        guard source.count > 0 else { return }
        let cache = try LatentCache(
            folder, compressor: encoder.video.compressor,
            source: source.description + (encoder.seesMemory ? ", views of memory \(ViewMemory.version)" : ""))
        let bar = ProgressBar(total: source.count, label: source.staged ? "Staged episodes" : "Episodes")
        try cache.fill(
            &set, count: source.count, stop: { Interrupt.requested }, progress: { bar.update($0) },
            encode: { try encoder.episode($0, of: source) })
        bar.finish()
    }

    /// Scores the checkpoint so far on a few held-out clips and draws them: truth, codec, prediction, shuffled actions.
    private func validate(_ folder: URL, step: Int) throws -> String {
        var evaluation = QuickEvaluation()
        evaluation.clips = 6
        let result = try evaluation.run(try Checkpoint(contentsOf: folder.appendingPathComponent("checkpoint")))
        let pictures = folder.appendingPathComponent("validation")
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        try Filmstrip.write(rows: result.strips, scale: 2, to: pictures.appendingPathComponent("\(step).png"))
        let scores = QuickEvaluation.horizons.map { n in
            String(format: "%.1f", result.values["psnr.\(n)"] ?? 0)
        }
        return "validation \(scores.joined(separator: ", ")) dB 1, 4 and 16 frames ahead; validation/\(step).png"
    }
}
