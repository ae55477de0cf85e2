import Tensors
import Text
import Worlds

/// Captions of clips as numbers of words, as a training draws them: left out in a tenth of the clips, for guidance.
public struct ClipCaptions: Sendable {
    public let vocabulary: Vocabulary
    public let space: ActionSpace
    /// Pictures of a latent frame.
    public let factor: Int
    static let dropped: Float = 0.1

    public init(vocabulary: Vocabulary, space: ActionSpace, factor: Int) {
        (self.vocabulary, self.space, self.factor) = (vocabulary, space, factor)
    }

    /// The words of the clip of `count` latent frames from `first` on; empty: none.
    func words(
        of episode: LatentSet.Episode, from first: Int, _ count: Int, _ random: inout PhiloxGenerator
    ) -> [Int] {
        guard let facts = episode.facts, random.uniform() >= Self.dropped else { return [] }
        let channels = space.channels.count
        let values = episode.actions[first * factor * channels..<(first + count) * factor * channels]
        let actions = stride(from: values.startIndex, to: values.endIndex, by: channels).map {
            Action(values: Array(values[$0..<$0 + channels]))
        }
        // A clip begins with one picture.
        let begin = max(0, (first - 1) * factor + 1)
        let text = CaptionWriter.caption(
            of: facts, begin..<begin + count * factor, camera: CameraCaption.phrase(actions, space), &random)
        return vocabulary.numbers(of: text)
    }

    /// The words of each clip of a batch that this process has.
    func words(
        of batch: ClipBatch, _ set: LatentSet, _ options: TransformerTrainer.Options, step: Int
    ) -> [[Int]] {
        var random = PhiloxGenerator(seed: options.seed &+ 5, stream: UInt64(step))
        let words = batch.clipPlaces.map {
            self.words(of: set.episodes[$0.episode], from: $0.frame, options.frames, &random)
        }
        return Array(words[batch.clips])
    }
}
