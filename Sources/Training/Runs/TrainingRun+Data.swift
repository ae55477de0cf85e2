import Episodes
import ReferenceWorld
import WorldModel
import Worlds

extension TrainingRun {
    /// The sets of `--episodes` as trainings and their validations take them.
    func recorded() throws -> [RecordedData] { try episodeSets.map { try RecordedData($0) } }

    /// What is trained on: what is not held back of the sets or, without sets, the reference world, live.
    func data(_ s: TrainConfiguration, _ recorded: [RecordedData]) throws -> TrainingData {
        guard recorded.isEmpty else {
            return try TrainingData(
                recorded.map(\.training), starts: Self.starts(recorded))
        }
        var families = ReferenceEpisodes(
            count: s.episodes, frames: s.frames, width: s.width, height: s.height, firstSeed: s.firstSeed)
        families.notesFacts = s.text
        var staged = families
        (staged.count, staged.scenes) = (s.stagedEpisodes, .staged)
        let parts = [
            TrainingData.Part(name: "Episodes", source: families),
            TrainingData.Part(name: "Staged episodes", source: staged),
        ]
        return try TrainingData(parts.filter { $0.source.count > 0 })
    }

    /// What a checkpoint that learns from `recorded` begins its world in.
    static func starts(_ recorded: [RecordedData]) throws -> [Episode] {
        try recorded.flatMap { try $0.starts(max(1, 12 / recorded.count)) }
    }
}
