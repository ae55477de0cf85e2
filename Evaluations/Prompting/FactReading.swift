import Text
import WorldModel
import Worlds

/// Which facts of a prompt a video shows.
///
/// Only facts that the captioner finds in the truth through the candidate's codec are asked for, and of an edit only those that what is
/// edited lacks; `leftOut` has the others.
struct FactReading: Sendable {
    let asked: [Fact]
    let leftOut: [Fact]
    private let captioner: Captioner

    /// `ceiling`: the truth through the codec.
    init(_ truth: PromptTruth, ceiling: [Frame], captioner: Captioner) {
        let found = captioner.facts(of: ceiling)
        let before = truth.task == .edit ? captioner.facts(of: truth.source) : []
        let isAsked = { (fact: Fact) in found.contains(fact) && !before.contains(fact) }
        let all = FactLexicon.facts(of: truth.text)
        asked = all.filter(isAsked)
        leftOut = all.filter { !isAsked($0) }
        self.captioner = captioner
    }

    /// The share of the facts asked for that are found, from 0 to 1, and that of each subject.
    func found(in video: [Frame]) -> (share: Double, bySubject: [String: Double]) {
        let facts = captioner.facts(of: video)
        func share(_ asked: [Fact]) -> Double {
            asked.isEmpty ? 0 : Moments(asked.map { facts.contains($0) ? 1 : 0 }).mean
        }
        return (share(asked), Dictionary(grouping: asked, by: \.subject.rawValue).mapValues(share))
    }

    /// A prompt that asks for as little as can be of what `text` asks for.
    static func otherPrompt(than text: String) -> String {
        let own = Set(FactLexicon.facts(of: text))
        return others.min {
            own.intersection(FactLexicon.facts(of: $0)).count < own.intersection(FactLexicon.facts(of: $1)).count
        }
            ?? ""
    }

    private static let others = [
        "a street at dusk with a white dog", "a room by day with a purple box",
        "a meadow in the morning with a yellow ball",
        "a corridor by day with an orange lamp",
    ]
}
