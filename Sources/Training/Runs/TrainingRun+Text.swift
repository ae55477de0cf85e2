import ReferenceWorld
import Tensors
import Text

extension TrainingRun {
    /// The words that a transformer learns: those of the sets' captions or, without sets, all that captions of the reference world
    /// hold.
    func vocabulary(_ recorded: [RecordedData]) throws -> Vocabulary {
        guard !recorded.isEmpty else {
            let facts = (ReferenceWorld.settings + ReferenceWorld.daylights + ReferenceWorld.thingWords).joined(
                separator: " ")
            return Vocabulary(CaptionWriter.words + Vocabulary.words(of: facts))
        }
        let captions = recorded.flatMap { $0.set.entries.map(\.caption) }
        guard captions.contains(where: { !$0.isEmpty }) else {
            throw FileError(
                "No episode of \(recorded[0].set.url.path) has a caption, which text: true learns from; leave text out."
            )
        }
        return Vocabulary(CaptionWriter.words + captions.flatMap { Vocabulary.words(of: $0) })
    }
}
