import Foundation
import Training

extension TrainRun {
    /// What a training made, where it lies, and the commands that come next.
    func words(_ outcome: TrainingOutcome) -> String {
        let (s, folder, steps) = (outcome.settings, outcome.folder, outcome.steps)
        if outcome.isDoneBefore {
            let count = self.steps ?? s.steps(of: part)
            return
                "\(directory) has \(steps) steps of train \(part) already, and \(count) are asked for: nothing to do. "
                + "More --steps train on."
        }
        let checkpoint = Self.quoted(directory + (directory.hasSuffix("/") ? "" : "/") + "checkpoint")
        let settings = config.map { " --config \(Self.quoted($0))" } ?? ""
        func train(_ part: TrainingPart) -> String {
            "diorama train \(part) --run \(Self.quoted(directory))\(settings)"
        }
        let made =
            switch part {
            case .compressor: "the compression network, beside a transformer that knows nothing yet"
            case .decoder: "the compression network with its new decoder"
            case .upsampler: "the upsampler, beside all else as it was"
            case .depth: "the depth estimator of memory, beside all else as it was"
            case .transformer: "the transformer, with all that it needs to be played"
            case .distill: "the distilled transformer; the former one is in teacher/ beside it"
            case .trust: "the head that judges what memory shows, beside all else as it was"
            case .probes: "the probe of the camera's motion, with its hash"
            case .captioner: "what says the facts of clips, with its hash"
            }
        var next: [String]
        switch part {
        case .probes: next = ["try it in evaluations: cp \(Self.quoted(directory))/probes/* Evaluations/Probes/Weights"]
        case .captioner:
            next = ["caption with it: cp \(Self.quoted(directory))/captioner/* Evaluations/Probes/Weights, and build"]
        case .transformer: next = ["make its pictures sharp in few steps: \(train(.distill))"]
        case .distill: next = s.memory ? ["let it judge what memory shows: \(train(.trust))"] : []
        case .upsampler, .trust: next = []
        case .compressor, .decoder, .depth:
            next = []
            if s.memory, !folder.has("checkpoint/depth.safetensors") {
                next = ["next: \(train(.depth))"]
            } else if !folder.has(TrainingFolder.state(of: TrainingPart.transformer.rawValue)) {
                next = ["next: \(train(.transformer))"]
            }
        }
        if part == .transformer || part == .distill || next.isEmpty {
            next =
                [
                    "walk about in it: diorama play --checkpoint \(checkpoint)",
                    "measure it: diorama evaluate --quick --checkpoint \(checkpoint)",
                ] + next
        }
        let place = part.isProbe ? Self.quoted(directory) + "/\(part.rawValue)" : checkpoint
        return (["\(place) holds \(made), after \(steps) steps."] + next.map { "  \($0)" }).joined(separator: "\n")
    }

    /// `path` as a shell takes it for one word.
    private static func quoted(_ path: String) -> String {
        let plain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=:@%,".contains($0)) }
        return plain && !path.isEmpty ? path : "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
