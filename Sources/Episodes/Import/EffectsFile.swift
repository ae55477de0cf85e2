import Foundation
import Tensors
import Worlds
import Yams

/// A file that says what channels do: YAML or JSON, a channel a line.
///
///     MOVE_FORWARD: {kind: move, direction: forward, metres: 0.26}
///     TURN_DELTA: {kind: turn, degrees: 10}
enum EffectsFile {
    private struct Entry: Decodable {
        var effect: ActionEffect
        var bindings: [String]?

        enum CodingKeys: CodingKey { case bindings }

        init(from decoder: any Decoder) throws {
            effect = try ActionEffect(from: decoder)
            bindings = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([String].self, forKey: .bindings)
        }
    }

    /// The channels of `space` with what the file says of them.
    static func apply(_ url: URL, to space: ActionSpace) throws -> ActionSpace {
        let text = try FileContents.text(url, what: "effects", limit: 1 << 20)
        // Refuses what would grow without bound.
        _ = try ScriptReader.document(text, file: url.path)
        let entries: [String: Entry]
        do { entries = try YAMLDecoder().decode([String: Entry].self, from: text) } catch let error as DecodingError {
            var (place, what) = ("", EpisodeIndex.reason(error))
            if case .dataCorrupted(let context) = error {
                place = context.codingPath.first.map { "'\($0.stringValue)': " } ?? ""
            }
            if what.hasPrefix("it is not a JSON") || what.hasPrefix("the field ''") {
                what = "write e.g. 'turn: {kind: turn, degrees: 6}'"
            }
            throw FileError("\(url.path): \(place)\(what).")
        } catch {
            throw FileError("\(url.path) is not YAML or JSON; write e.g. 'turn: {kind: turn, degrees: 6}'.")
        }
        var space = space
        for (name, entry) in entries {
            guard let channel = space.index(of: name) else {
                throw FileError("\(url.path): there is no action '\(name)'; the actions are \(space.names).")
            }
            space.channels[channel].effect = entry.effect
            if let bindings = entry.bindings { space.channels[channel].bindings = bindings }
        }
        if let flaw = space.flaw { throw FileError("\(url.path): \(flaw).") }
        return space
    }
}
