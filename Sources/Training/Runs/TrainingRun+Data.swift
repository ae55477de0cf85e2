import Episodes
import ReferenceWorld
import WorldModel
import Worlds

extension TrainingRun {
    /// The sets of `--episodes` as trainings and their validations take them.
    func recorded() throws -> [RecordedData] { try episodeSets.map { try RecordedData($0) } }

    /// What is trained on: what is not held back of the sets or, without sets, the reference world, live.
    func data(_ s: TrainConfiguration, _ recorded: [RecordedData]) throws -> TrainingData {
        let learnsSizes = part == .transformer || part == .distill
        guard recorded.isEmpty else {
            return try TrainingData(
                recorded.map(\.training), starts: Self.starts(recorded), ofOneSize: !learnsSizes)
        }
        let sizes = learnsSizes ? s.allSizes : [s.allSizes[0]]
        let parts = sizes.enumerated().flatMap { number, size in
            let live = s.live(size)
            // Each size has its turn, so that there are as many episodes of one size as of several.
            func own(_ source: ReferenceEpisodes) -> any EpisodeSource {
                sizes.count == 1
                    ? source : EpisodeSelection(source, Array(stride(from: number, to: source.count, by: sizes.count)))
            }
            let words = number == 0 ? "" : " of \(size)"
            return [
                TrainingData.Part(name: "Episodes" + words, source: own(live.families)),
                TrainingData.Part(name: "Staged episodes" + words, source: own(live.staged)),
            ]
        }
        return try TrainingData(parts.filter { $0.source.count > 0 }, ofOneSize: false)
    }

    /// What a checkpoint that learns from `recorded` begins its world in.
    static func starts(_ recorded: [RecordedData]) throws -> [Episode] {
        try recorded.flatMap { try $0.starts(max(1, 12 / recorded.count)) }
    }
}
