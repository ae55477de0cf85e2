import Codecs
import Communication
import Episodes
import Foundation
import Tensors
import WorldModel
import Worlds

/// A training in a folder of its own: begun, or gone on with where it was stopped.
///
/// The folder holds the checkpoint so far, a JSON-lines log, and the state to go on from; the losses are those of a training that
/// nobody stopped. `Interrupt` ends it, with all that is done saved.
public struct TrainingRun {
    public let part: TrainingPart
    /// The run's folder, as messages call it.
    public let directory: String
    /// Where it computes; nil: the CPU.
    public var device: CUDADevice?
    /// Those that train together, each a share of every batch; the first one logs, validates and saves.
    public var processes: any Communicator = SingleProcess()
    /// The time that it may take, which the number of steps then follows from.
    public var budget: TimeBudget?
    /// Steps to train; nil: as many as the settings say.
    public var steps: Int?
    /// A checkpoint that a new run goes on from: a shipped one's name or a folder.
    public var origin: String?
    /// Sets to train on, `SET` or `SET:WEIGHT` each; empty: the reference world, live.
    public var episodeSets: [String] = []
    /// Scores the checkpoint so far on held-out episodes of a source, nil: the simulator's, with pictures in a folder; returns words.
    public var validate: (Checkpoint, (any EpisodeSource)?, URL, _ step: Int) throws -> String = { _, _, _, _ in "" }
    /// Keeps a trained probe in a folder.
    public var keepProbe: (MotionProbe, URL) throws -> Void = { probe, folder in
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try ParameterFile.save(probe.store, folder.appendingPathComponent("motion.safetensors"), .bf16)
    }

    /// Keeps what a captioner was taught in a folder.
    public var keepCaptioner: (FactProbe, URL) throws -> Void = { probe, folder in
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try ParameterFile.save(probe.store, folder.appendingPathComponent("facts.safetensors"), .bf16)
    }
    /// What reads the camera's motion for a captioner.
    public var motion: () throws -> MotionProbe = { blank() }

    public init(_ part: TrainingPart, in directory: String) { (self.part, self.directory) = (part, directory) }

    /// Trains by the settings of `file`; nil: by their defaults. Throws `Stopped` after a signal.
    public func run(_ file: SettingsFile?) throws -> TrainingOutcome {
        try checkProcesses()
        let (settings, recorded, folder) = try processes.firstThenOthers { try prepared(file) }
        let count = count(settings)
        let done = try folder.steps(of: part.rawValue)
        guard done < count else {
            return TrainingOutcome(folder: folder, settings: settings, steps: done, isDoneBefore: true)
        }
        if part == .probes {
            try probes(settings, folder, steps: count)
        } else if part == .captioner {
            try captioner(settings, folder, steps: count)
        } else {
            let data = try data(settings, recorded)
            switch part {
            case .compressor: try compressor(settings, folder, data, steps: count)
            case .decoder: try decoder(settings, folder, data, steps: count)
            case .upsampler: try upsampler(settings, folder, data, steps: count)
            case .depth: try depth(settings, folder, data, steps: count)
            case .transformer: try transformer(settings, folder, data, steps: count)
            case .distill: try distill(settings, folder, data, steps: count)
            case .trust: try trust(settings, folder, data, steps: count)
            case .probes, .captioner: break
            }
        }
        return TrainingOutcome(
            folder: folder, settings: settings, steps: budget?.steps ?? count, isDoneBefore: false)
    }

    /// The settings, the sets to train on and the folder, with the checkpoint that it begins with.
    private func prepared(
        _ file: SettingsFile?
    ) throws -> (settings: TrainConfiguration, recorded: [RecordedData], folder: TrainingFolder) {
        var settings = try file.map { try TrainConfiguration($0) } ?? TrainConfiguration()
        let recorded = try recorded()
        try settings.take(recorded, file)
        let folder = try TrainingFolder(URL(fileURLWithPath: directory), shared: !processes.isFirst)
        if let origin { try begin(folder.url, from: origin, settings, file, recorded) }
        if !part.isProbe, part != .compressor || folder.has("checkpoint/config.json") {
            let start = try Checkpoint(contentsOf: folder.file("checkpoint"))
            try settings.take(start.configuration, file, for: part, begun: beginning(folder.url) != nil)
            let (scale, c) = (part == .upsampler ? UpsamplerConfiguration().scale : 1, start.configuration)
            for (number, data) in recorded.enumerated() {
                // A transformer learns from sets of further sizes too.
                let isFurther = number > 0 && (part == .transformer || part == .distill)
                try start.check(data.set, size: isFurther ? data.set.size : (c.width * scale, c.height * scale))
            }
        }
        let done = try folder.steps(of: part.rawValue)
        if done < count(settings) { try refuseLoss(in: folder) }
        return (settings, recorded, folder)
    }

    /// Steps that it is to make.
    private func count(_ settings: TrainConfiguration) -> Int {
        if let budget { return budget.steps ?? TimeBudget.mostSteps }
        return steps ?? settings.steps(of: part)
    }

    /// Throws where several processes cannot train `part`, or not there.
    private func checkProcesses() throws {
        guard processes.size > 1 else { return }
        guard device == nil else {
            throw FileError(
                "\(processes.size) processes train on CPUs only: leave --device out, or train on a GPU in one process.")
        }
        guard [.compressor, .decoder, .depth, .transformer, .distill].contains(part) else {
            throw FileError("train \(part) runs in one process: start it without mpirun.")
        }
    }
}
