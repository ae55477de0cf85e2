import Foundation
import Tensors
import Worlds

/// A campaign as a YAML file: stages in their order, each with a share of the time, and settings of the trainings.
///
///     settings: { name: mine, transformerDepth: 4 }
///     stages:
///       - { train: compressor, share: 3 }
///       - { train: transformer, share: 6, settings: { clips: 4 } }
///
/// Shares are weights; what they add up to does not matter. A stage's settings stand in for those of all.
public struct CampaignPlan {
    public struct Stage {
        public let part: TrainingPart
        public let share: Double
        /// The settings of its training, all that the plan says of them.
        public let settings: SettingsFile
    }

    public let stages: [Stage]
    private static let mostStages = 32

    public init(_ url: URL) throws {
        try self.init(ScriptReader.document(url, what: "plan"), url.relativePath)
    }

    /// `file` is what errors call the text.
    public init(_ text: String, file: String) throws {
        try self.init(ScriptReader.document(text, file: file), file)
    }

    private init(_ root: ScriptNode?, _ file: String) throws {
        let fields = try root?.mapping("the plan", keys: ["settings", "stages"]) ?? [:]
        guard let root, let list = fields["stages"], list.scalar?.isEmpty != true else {
            throw FileError("\(file) has no stages: give a list of them, each like {train: compressor, share: 3}.")
        }
        let parts = TrainingPart.allCases.filter { !$0.isProbe }.map(\.rawValue)
        stages = try list.list("'stages'", limit: Self.mostStages).map { node in
            let stage = try node.mapping("a stage", keys: ["train", "share", "settings"])
            guard let part = stage["train"], let share = stage["share"] else {
                throw node.error("a stage says what to train and its share of the time: {train: compressor, share: 3}.")
            }
            guard let weight = share.scalar.flatMap(Double.init), (1e-6...1e6).contains(weight) else {
                throw share.error("'share' must be a number above 0, and is \(share.kind).")
            }
            let name = try part.word("stage", among: parts)
            let settings = try SettingsFile(
                [fields["settings"], stage["settings"]].compactMap { $0 }, keys: TrainConfiguration.keys)
            // What cannot be is found now, not when the stage comes.
            _ = try TrainConfiguration(settings)
            return Stage(part: TrainingPart(rawValue: name)!, share: weight, settings: settings)
        }
        guard let first = stages.first else { throw root.error("the plan has no stages.") }
        guard first.part == .compressor else {
            throw list.error("the first stage must be compressor, which a run begins with, not \(first.part).")
        }
        if let twice = stages.indices.first(where: { i in stages[..<i].contains { $0.part == stages[i].part } }) {
            throw list.error("\(stages[twice].part) is a stage twice; give it one share.")
        }
    }

    /// The seconds that each stage from `number` on has of `seconds`.
    func seconds(of number: Int, left seconds: Double) -> Double {
        seconds * stages[number].share / stages[number...].reduce(0) { $0 + $1.share }
    }
}
