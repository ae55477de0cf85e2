import ArgumentParser
import Diffusion
import Episodes
import Evaluations
import Foundation
import Tensors
import Training
import VideoCompression
import WorldModel
import Worlds

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a compression network, a transformer or a probe: on the reference world, or on recordings.",
        discussion: """
            A run lives in one folder: the checkpoint so far, a JSON-lines log, and the state to go on from. Ctrl-C, \
            SIGTERM and SIGHUP save and end, with exit status 130, 143 or 129; the same command resumes with the same \
            losses as an uninterrupted run. Train the \
            compressor first, then depth, then the transformer in the same folder; `decoder` trains \
            the compressor's decoder on so that pictures survive being coded again and again, and `distill` makes the transformer's \
            pictures likely ones instead of the mean of all that could be, so that few denoising steps make them sharp. `trust` trains \
            what judges, cell by cell, whether what memory shows is right, on a transformer that stays as it is. `probes` \
            trains what evaluations \
            read the camera's motion with; it needs no checkpoint.

            Without --episodes the reference world is played live. --episodes SET trains on a set that `diorama record` or \
            `diorama import` made; repeat it for several, and write SET:2 to draw from one twice as often. A new run takes \
            size, actions and rate from its sets, and the pictures that play begins in.

            Examples:
              diorama train compressor --run runs/mine
              diorama train transformer --run runs/more --from small --episodes walks --episodes doors:2

            With --from a new run begins as another checkpoint. Where the configuration asks for larger pictures, longer \
            clips or a multiple of the transformer's blocks, it grows to that and at first computes what it did before.
            """)

    enum Part: String, ExpressibleByArgument, CaseIterable {
        case compressor, decoder, depth, transformer, distill, trust, probes

        /// The setting of its learning rate.
        var rate: String {
            switch self {
            case .compressor, .decoder: "compressorRate"
            case .probes: "probeRate"
            default: "\(rawValue)Rate"
            }
        }
    }

    @Argument(help: "compressor, decoder, depth, transformer, distill, trust or probes.") var part: Part
    @Option(name: .customLong("run"), help: "The run's folder.") var directory = "runs/small"
    @Option(help: "YAML file of settings; docs/training.md lists them.") var config: String?
    @OptionGroup var place: DeviceOption
    @Option(help: "Steps to train, instead of the configuration's.") var steps: Int?
    @Option(
        name: .customLong("from"),
        help: "A checkpoint that a new run goes on from: a shipped one's name or a folder. Not for train compressor.")
    var origin: String?
    @Option(
        name: .customLong("episodes"),
        help: "Train on this episode set instead of the reference world: SET or SET:WEIGHT; may be repeated.")
    var episodeSets: [String] = []

    func validate() throws {
        guard (1...100_000_000).contains(steps ?? 1) else { throw ValidationError("--steps must be 1 to 100000000.") }
    }

    func run() throws {
        Interrupt.catchSignals()
        try place.choose()
        let file = try config.map { try SettingsFile(URL(fileURLWithPath: $0), keys: TrainConfiguration.keys) }
        var settings = try file.map { try TrainConfiguration($0) } ?? TrainConfiguration()
        guard origin == nil || part != .probes else {
            throw ValidationError("--from is not for train probes: a probe begins from nothing.")
        }
        guard origin == nil || part != .compressor else {
            throw ValidationError("--from is not for train compressor: another compressor changes what latents mean.")
        }
        guard episodeSets.isEmpty || part != .probes else {
            throw ValidationError("--episodes is not for train probes: a probe learns from the simulator's truth.")
        }
        let recorded = try recorded()
        try settings.take(recorded, file)
        let folder = try TrainingFolder(URL(fileURLWithPath: directory))
        if let origin { try begin(folder.url, from: origin, settings, file, recorded) }
        if part != .probes, part != .compressor || folder.has("checkpoint/config.json") {
            let start = try Checkpoint(contentsOf: folder.file("checkpoint"))
            try settings.take(start.configuration, file, for: part, begun: beginning(folder.url) != nil)
            for data in recorded { try start.check(data.set) }
        }
        let count = steps ?? settings.steps(of: part)
        let done = try folder.steps(of: part.rawValue)
        guard done < count else {
            print(
                "\(directory) has \(done) steps of train \(part) already, and \(count) are asked for: nothing to do. "
                    + "More --steps train on.")
            return
        }
        try refuseLoss(in: folder)
        if part == .probes {
            try probes(settings, folder, steps: count)
        } else {
            let data = try data(settings, recorded)
            switch part {
            case .compressor: try compressor(settings, folder, data, steps: count)
            case .decoder: try decoder(settings, folder, data, steps: count)
            case .depth: try depth(settings, folder, data, steps: count)
            case .transformer: try transformer(settings, folder, data, steps: count)
            case .distill: try distill(settings, folder, data, steps: count)
            case .trust: try trust(settings, folder, data, steps: count)
            case .probes: break
            }
        }
        print(outcome(settings, folder, steps: count))
    }

    /// A new run's checkpoint: that of another run, or a shipped one, grown to what the settings say. The run keeps its name, so
    /// that it need not be said again.
    private func begin(
        _ folder: URL, from origin: String, _ settings: TrainConfiguration, _ file: SettingsFile?,
        _ recorded: [RecordedData]
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
        for data in recorded { try start.check(actionsOf: data.set) }
        var configuration = try settings.grown(start.configuration, file)
        if let set = recorded.first?.set {
            (configuration.width, configuration.height) = set.size
            configuration.framesPerSecond = set.framesPerSecond
        }
        let starts = try Self.starts(recorded)
        try AtomicFile.write(Data(origin.utf8), to: folder.appendingPathComponent("from.txt"))
        try WholeFolder.make(target) { part in
            guard configuration != start.configuration || !starts.isEmpty else {
                // A link would be copied as a link, and training would change the checkpoint behind it.
                let source = Checkpoint.folder(named: origin)!.resolvingSymlinksInPath()
                return try FileManager.default.copyItem(at: source, to: part)
            }
            let growth = configuration.growth(from: start.configuration)
            var made = start.grown(to: configuration)
            made.starts = starts
            try made.write(
                to: part, training: growth.isEmpty ? [:] : ["grown": "from \(origin): \(growth)"],
                card: "# \(configuration.name)\n\nBegun from `\(origin)`"
                    + (growth.isEmpty ? ".\n" : ", grown: \(growth).\n"))
        }
    }

    /// Refuses a training that would undo what another one of the run has made.
    private func refuseLoss(in folder: TrainingFolder) throws {
        func state(_ part: Part) -> Bool { folder.has(TrainingFolder.state(of: part.rawValue)) }
        switch part {
        case .compressor:
            if let later = [Part.decoder, .depth, .transformer, .distill, .trust].first(where: state) {
                throw WorldError(
                    "\(directory) has been through train \(later), which training its compressor on would undo: "
                        + "name another folder with --run, or remove \(TrainingFolder.state(of: later.rawValue)) there")
            }
            guard folder.has("checkpoint"), !state(.compressor), !folder.has("compressor.jsonl") else { return }
            throw WorldError(
                "\(directory) has a checkpoint whose compressor was not trained there: name another folder with --run")
        case .transformer where folder.has("teacher"):
            throw WorldError(
                "\(directory) has been distilled, which training its transformer on would undo: go on in another folder, "
                    + "with --from \(directory)/teacher")
        default: break
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

    private func transformer(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let place = folder.file("checkpoint")
        let start = try Checkpoint(contentsOf: place)
        let origin = beginning(folder.url)
        let grown = (try? notes(of: place))?["grown"]
        let model = origin == nil ? DiT(start.configuration.transformer, seed: 2) : start.transformer
        var options = s.clipOptions
        options.schedule = Schedule(peak: s.transformerRate, steps: count, warmup: 100)
        try fit(s, folder, data, start, steps: count, TransformerTrainer(model, options: options)) {
            start.replacing(transformer: $0)
        } notes: { step in
            var notes = [
                "data": data.description + (origin.map { ", begun from \($0)" } ?? ""),
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
    private func distill(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let teacher = folder.file("teacher")
        if !folder.has("teacher") {
            try WholeFolder.make(teacher) {
                try FileManager.default.copyItem(at: folder.file("checkpoint"), to: $0)
            }
        }
        let start = try Checkpoint(contentsOf: teacher)
        // The decoder and depth may have been trained on since.
        let current = try Checkpoint(contentsOf: folder.file("checkpoint"))
        var options = s.clipOptions
        (options.streamShare, options.scatters) = (0.9, true)
        options.schedule = Schedule(peak: s.distillRate, steps: count, warmup: 20)
        var matching = MatchingTrainer.Options()
        (matching.steps, matching.ratio, matching.fakeRate) = (s.distilledSteps, s.distillRatio, s.distillFakeRate)
        let notes = try notes(of: teacher)
        try fit(
            s, folder, data, start, steps: count,
            MatchingTrainer(
                start.transformer.copy(), teacher: start.transformer, options: options, matching: matching)
        ) {
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
        steps: Int, _ trainer: any ClipTrainer, made: (DiT) -> Checkpoint, notes: (Int) -> [String: String]
    ) throws {
        var set = try latents(s, folder.url, data, start)
        if let use = start.actionSpace.index(doing: .use) {
            set.mark(channel: use, of: start.actionSpace.channels.count)
        }
        trainer.clips.room = s.liveEpisodes
        let feed = s.liveEpisodes > 0 ? liveEpisodes(s, data, start) : nil
        defer { feed?.stop() }
        var loop = TrainingLoop(part, folder, steps: steps, optimizer: trainer.clock)
        loop.companion = trainer.clock === trainer.optimizer ? nil : trainer.optimizer
        loop.validationSteps = s.validationSteps
        let latents = set
        try loop.run(
            flops: { trainer.flops },
            step: {
                for episode in try feed?.take() ?? [] { trainer.clips.append(episode) }
                return trainer.step(latents)
            },
            checkpoint: { step in
                let average = DiT(start.configuration.transformer, seed: nil)
                trainer.optimizer.writeAverage(to: average.store)
                try folder.keep(
                    made(average),
                    training: notes(step).merging([
                        "\(part)_device": CUDADevice.chosen?.name ?? "CPU",
                        "\(part)_arithmetic": "bf16, \(Kernels.Tile.current.rawValue) tiles",
                        "\(part)_episodes_seen": "\(trainer.clips.count)",
                    ]) { $1 })
            }, validate: { try validate(folder.url, step: $0) })
    }

    /// Episodes of the reference world beyond those of `latents`, made while a transformer trains.
    private func liveEpisodes(_ s: TrainConfiguration, _ data: TrainingData, _ start: Checkpoint) -> EpisodeFeed {
        let encoder = EpisodeEncoder(start)
        let (families, staged) = (data.parts[0].source, data.parts[data.parts.count - 1].source)
        return EpisodeFeed(0..<s.liveEpisodes) { number in
            // Spread evenly: staged where the share of all so far passes a whole number.
            (Float(number + 1) * s.liveStagedShare).rounded(.down) > (Float(number) * s.liveStagedShare).rounded(.down)
                ? encoder.encode(try staged.episode(s.stagedEpisodes + number))
                : encoder.encode(try families.episode(s.episodes + number))
        }
    }

    /// All episodes as the transformer of `start` sees them.
    private func latents(
        _ s: TrainConfiguration, _ folder: URL, _ data: TrainingData, _ start: Checkpoint
    ) throws -> LatentSet {
        let configuration = start.configuration
        let encoder = EpisodeEncoder(start)
        let cell = configuration.compressor.spatialFactor
        var set = LatentSet(
            shape: [data.size.height / cell, data.size.width / cell, configuration.compressor.latentChannels],
            actionSize: configuration.transformer.actionInputs)
        for (number, part) in data.parts.enumerated() {
            let place = folder.appendingPathComponent(number == 0 ? "latents" : "latents/\(number)")
            try fill(&set, part, place, encoder, least: s.clipFrames)
        }
        guard !set.episodes.isEmpty else {
            throw FileError(
                "No episode has the \(s.clipFrames) latent frames of a clip: record longer ones, or set a smaller clipFrames."
            )
        }
        return set
    }

    /// The episodes of `part` as latents, from the cache in `folder` where they are there; those that are shorter than a clip are
    /// left out.
    private func fill(
        _ set: inout LatentSet, _ part: TrainingData.Part, _ folder: URL, _ encoder: EpisodeEncoder, least: Int
    ) throws {
        let n = encoder.video.compressor.configuration.temporalFactor
        let long = (0..<part.source.count).filter { (part.source.length(of: $0) - 1) / n + 1 >= least }
        if long.count < part.source.count {
            StandardError.write(
                "\(part.name): \(part.source.count - long.count) of \(part.source.count) episodes are shorter than a clip and left out.\n"
            )
        }
        let source = EpisodeSelection(part.source, long)
        guard source.count > 0 else { return }
        let cache = try LatentCache(
            folder, compressor: encoder.video.compressor,
            source: source.identity
                + (encoder.seesMemory
                    ? ", views of memory \(WarpMemory.version)\(encoder.collisions == .learned ? ", collisions learned" : "")"
                    : ""))
        let bar = ProgressBar(total: source.count, label: part.name)
        let first = set.episodes.count
        try cache.fill(
            &set, count: source.count, stop: { Interrupt.requested }, progress: { bar.update($0) },
            encode: { encoder.encode(try source.episode($0)) })
        for number in first..<set.episodes.count { set.episodes[number].weight = part.weight }
        bar.finish()
        try Interrupt.check(
            "Stopped while episodes were made, before training went on; the same command goes on with those that are kept."
        )
    }

    /// Scores the checkpoint so far on a few held-out clips and draws them: truth, codec, prediction, shuffled actions.
    private func validate(_ folder: URL, step: Int) throws -> String {
        var evaluation = QuickEvaluation()
        evaluation.clips = 6
        evaluation.source = try recorded().compactMap(\.validation).first
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
