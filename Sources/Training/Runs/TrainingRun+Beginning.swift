import Foundation
import Tensors
import Text
import WorldModel
import Worlds

/// How a run begins, and what it must not undo.
extension TrainingRun {
    /// A new run's checkpoint: that of another run, or a shipped one, grown to what the settings say. The run keeps its name, so
    /// that it need not be said again.
    func begin(
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
        var words: Vocabulary?
        if settings.text, start.vocabulary == nil {
            let own = try vocabulary(recorded)
            (words, configuration.transformer.text) = (own, TextConfiguration(rows: own.rows))
            // A flow that is trained on is no longer the distilled one.
            configuration.renoises = nil
        }
        if let set = recorded.first?.set, part != .upsampler {
            (configuration.width, configuration.height) = set.size
            configuration.framesPerSecond = set.framesPerSecond
        }
        // An upsampler's sets are larger than what the checkpoint shows before it has one.
        let keepsStarts = part == .upsampler
        let starts = keepsStarts ? start.starts : try Self.starts(recorded)
        try AtomicFile.write(Data(origin.utf8), to: folder.appendingPathComponent("from.txt"))
        try WholeFolder.make(target) { part in
            guard configuration != start.configuration || !keepsStarts && !starts.isEmpty else {
                // A link would be copied as a link, and training would change the checkpoint behind it.
                let source = Checkpoint.folder(named: origin)!.resolvingSymlinksInPath()
                return try FileManager.default.copyItem(at: source, to: part)
            }
            let growth = configuration.growth(from: start.configuration)
            var made = start.grown(to: configuration, vocabulary: words)
            made.starts = starts
            try made.write(
                to: part, training: growth.isEmpty ? [:] : ["grown": "from \(origin): \(growth)"],
                card: "# \(configuration.name)\n\nBegun from `\(origin)`"
                    + (growth.isEmpty ? ".\n" : ", grown: \(growth).\n"))
        }
    }

    /// Refuses a training that would undo what another one of the run has made.
    func refuseLoss(in folder: TrainingFolder) throws {
        func state(_ part: TrainingPart) -> Bool { folder.has(TrainingFolder.state(of: part.rawValue)) }
        switch part {
        case .compressor:
            if let later = [TrainingPart.decoder, .upsampler, .depth, .transformer, .distill, .trust].first(
                where: state)
            {
                throw WorldError(
                    "\(directory) has been through train \(later), which training its compressor on would undo: "
                        + "name another folder with --run, or remove \(TrainingFolder.state(of: later.rawValue)) there")
            }
            guard folder.has("checkpoint"), !state(.compressor), !folder.has("compressor.jsonl") else { return }
            throw WorldError(
                "\(directory) has a checkpoint whose compressor was not trained there: name another folder with --run")
        case .decoder where state(.upsampler):
            throw WorldError(
                "\(directory) has been through train upsampler, which knows the decoder as it is: train the decoder first, "
                    + "in another folder, or remove \(TrainingFolder.state(of: TrainingPart.upsampler.rawValue)) there")
        case .transformer where folder.has("teacher"):
            throw WorldError(
                "\(directory) has been distilled, which training its transformer on would undo: go on in another folder, "
                    + "with --from \(directory)/teacher")
        default: break
        }
    }

    /// What the run was begun from; nil: nothing.
    func beginning(_ folder: URL) -> String? {
        try? String(contentsOf: folder.appendingPathComponent("from.txt"), encoding: .utf8)
    }

    /// What a checkpoint's folder says of its training.
    func notes(of checkpoint: URL) throws -> [String: String] {
        try JSONDecoder().decode(
            [String: String].self, from: Data(contentsOf: checkpoint.appendingPathComponent("training.json")))
    }
}
