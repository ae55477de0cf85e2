import Foundation
import Tensors
import Worlds

/// A camera's motion in words as actions: "turn left, then walk", "look up slowly for 1 second; stand".
public enum CameraWords {
    private static let verbs: [String: String] = [
        "turn": "turn", "pan": "turn", "rotate": "turn", "look": "look", "tilt": "look", "walk": "move", "go": "move",
        "move": "move", "step": "move", "strafe": "move", "run": "move", "jump": "jump", "use": "use", "open": "use",
        "press": "use", "stand": "stand", "stay": "stand", "wait": "stand", "stop": "stand",
    ]
    private static let directions: [String: String] = [
        "left": "left", "right": "right", "up": "up", "down": "down", "forward": "forward", "forwards": "forward",
        "ahead": "forward", "on": "forward", "straight": "forward", "back": "back", "backward": "back",
        "backwards": "back",
    ]
    private static let fillers: Set<String> = ["the", "to", "a", "an", "for", "still", "around", "by"]
    private static let units: Set<String> = ["s", "second", "seconds", "degree", "degrees"]

    /// What one phrase asks for.
    private struct Phrase {
        var moves: [(verb: String, direction: String?)] = []
        var seconds: Double?
        var degrees: Double?
        var pace: Float = 0.5
    }

    /// `count` actions of `space`; phrases without a time of their own share what the others leave. Throws one sentence that names
    /// the word that is not understood.
    public static func actions(
        _ text: String, count: Int, framesPerSecond: Double, space: ActionSpace
    ) throws -> [Action] {
        let phrases = try phrases(text)
        let timed = phrases.compactMap(\.seconds).reduce(0, +) * framesPerSecond
        let free = phrases.filter { $0.seconds == nil }.count
        let share = free > 0 ? max(0, Double(count) - timed) / Double(free) : 0
        let none = Action.none(space.channels.count)
        var actions: [Action] = []
        var end = 0.0
        for phrase in phrases {
            end += phrase.seconds.map { $0 * framesPerSecond } ?? share
            let length = max(0, min(count, Int(end.rounded())) - actions.count)
            var action = none
            for move in phrase.moves { try add(move, phrase, length, space, to: &action) }
            actions += [Action](repeating: action, count: length)
        }
        return actions + [Action](repeating: none, count: max(0, count - actions.count))
    }

    private static func phrases(_ text: String) throws -> [Phrase] {
        let cut = text.lowercased().replacingOccurrences(of: " then ", with: ",")
            .replacingOccurrences(of: ";", with: ",")
        let phrases = try cut.split(separator: ",").compactMap { try phrase(String($0)) }
        guard !phrases.isEmpty, phrases.count <= 1000 else {
            throw FileError("--camera says no motion; write e.g. \"turn left, then walk\".")
        }
        return phrases
    }

    private static func phrase(_ text: String) throws -> Phrase? {
        var phrase = Phrase()
        var number: Double?
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init) {
            if word == "then" || word == "and" || fillers.contains(word) { continue }
            if let verb = verbs[word] {
                phrase.moves.append((verb, nil))
            } else if let direction = directions[word] {
                guard let last = phrase.moves.indices.last else {
                    throw FileError(
                        "--camera: '\(text.trimmed)' has no verb before '\(word)'; write e.g. 'turn \(word)'.")
                }
                phrase.moves[last].direction = direction
            } else if word == "slowly" {
                phrase.pace = 0.2
            } else if word == "fast" || word == "quickly" {
                phrase.pace = 1
            } else if let value = Double(word), (0...3600).contains(value) {
                number = value
            } else if units.contains(word), let value = number {
                if word.hasPrefix("s") { phrase.seconds = value } else { phrase.degrees = value }
                number = nil
            } else {
                let known =
                    Array(verbs.keys) + directions.keys + [
                        "slowly", "fast", "then", "and", "for", "seconds", "degrees",
                    ]
                throw FileError(
                    "--camera: '\(word.prefix(40))' is not understood\(NearestWord.hint(word, among: known))")
            }
        }
        if let number { throw FileError("--camera: '\(text.trimmed)' needs seconds or degrees behind \(number).") }
        if phrase.moves.isEmpty {
            if phrase.seconds == nil, phrase.degrees == nil, text.trimmed.isEmpty { return nil }
            throw FileError("--camera: '\(text.trimmed)' has no verb; write e.g. 'turn left' or 'walk'.")
        }
        return phrase
    }

    private static func add(
        _ move: (verb: String, direction: String?), _ phrase: Phrase, _ length: Int, _ space: ActionSpace,
        to action: inout Action
    ) throws {
        func set(_ index: Int?, _ value: Float) throws {
            guard let index else { throw FileError("--camera: this checkpoint has no action to \(move.verb) with.") }
            action.values[index] = max(-1, min(1, value))
        }
        /// An axis by degrees in all, or by pace.
        func axis(_ index: Int?, _ sign: Float) throws {
            let most = index.flatMap { space.channels[$0].degrees } ?? 1
            let degrees = phrase.degrees.map { Float($0) / Float(max(1, length)) }
            try set(index, sign * (degrees.map { $0 / most } ?? phrase.pace))
        }
        switch (move.verb, move.direction) {
        case ("turn", "left"), ("look", "left"): try axis(space.turnAxis, -1)
        case ("turn", "right"), ("look", "right"): try axis(space.turnAxis, 1)
        case ("turn", "up"), ("look", "up"): try axis(space.lookAxis, 1)
        case ("turn", "down"), ("look", "down"): try axis(space.lookAxis, -1)
        case ("turn", _), ("look", _):
            throw FileError("--camera: say where to \(move.verb): left, right, up or down.")
        case ("move", let side):
            guard let direction = ActionEffect.Direction(rawValue: side ?? "forward") else {
                throw FileError(
                    "--camera: one cannot walk \(side ?? ""); write walk, walk back, step left or step right.")
            }
            try set(space.index(moving: direction), 1)
        case ("jump", _): try set(space.index(doing: .jump), 1)
        case ("use", _): try set(space.index(doing: .use), 1)
        default: break
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
