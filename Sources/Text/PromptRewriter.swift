import Foundation
import Tensors

/// Makes a long caption of a short prompt: all that was asked for stays, word by word, and a seed fills in the rest, such as the
/// place, the time of day, where things are and what the camera does.
public struct PromptRewriter: Sendable {
    /// What is filled in: places such as "a walled garden", times of day such as "at dusk", things such as "red ball".
    public var settings: [String]
    public var daylights: [String]
    public var things: [String]
    private static let cameras = [
        "stands still", "turns left", "turns right", "walks forward", "turns left and walks forward",
    ]
    private static let sides = ["on the left", "on the right", "in the middle", "far away"]

    public init(settings: [String], daylights: [String], things: [String]) {
        (self.settings, self.daylights, self.things) = (settings, daylights, things)
    }

    /// The caption; the same seed gives the same one.
    public func rewrite(_ prompt: String, seed: UInt64) -> String {
        var random = PhiloxGenerator(seed: seed)
        func pick(_ list: [String]) -> String { list.isEmpty ? "" : list[Int(random.next() % UInt64(list.count))] }
        let asked = Vocabulary.words(of: prompt)
        var text = prompt.trimmingCharacters(in: .whitespacesAndNewlines)
        while text.hasSuffix(".") { text.removeLast() }
        let (setting, daylight, thing, side, camera) = (
            pick(settings), pick(daylights), pick(things), pick(Self.sides), pick(Self.cameras)
        )
        // "a" and "with" name no place.
        let namesPlace = settings.contains { names($0, asked) }
        let namesTime = daylights.contains { names($0, asked) }
        var sentences: [String] = []
        if text.isEmpty {
            sentences.append("this is \(setting) \(daylight)")
        } else if namesPlace {
            sentences.append(namesTime ? text : "\(text) \(daylight)")
        } else {
            sentences.append("this is \(setting)" + (namesTime ? "" : " \(daylight)"))
            sentences.append(isClause(asked) ? text : "there is \(text)")
        }
        if !thing.isEmpty, !Vocabulary.words(of: thing).contains(where: asked.contains) {
            sentences.append("\(CaptionWriter.article(thing)) is \(side)")
        }
        if !asked.contains("camera") { sentences.append("the camera \(camera)") }
        return sentences.joined(separator: ". ") + "."
    }

    /// Whether one of a phrase's telling words was asked for.
    private func names(_ phrase: String, _ asked: [String]) -> Bool {
        Vocabulary.words(of: phrase).contains {
            $0.count > 3 && !["with", "things", "table"].contains($0) && asked.contains($0)
        }
    }

    /// Whether a prompt is a sentence of its own.
    private func isClause(_ words: [String]) -> Bool {
        ["the", "this", "there", "it"].contains(words.first ?? "")
    }
}
