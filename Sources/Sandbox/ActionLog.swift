import Foundation
import Tensors
import Worlds

/// The JSON-lines record of a rollout: its settings, then one object per group of frames. It reproduces the rollout
/// bit for bit.
///
/// An action is an object of channel values, e.g. `{"forward": 1, "turn": 0.5}`; `"repeat": 40` holds it.
public struct ActionLog: Sendable {
    public var settings: PlaySettings?
    public var actions: [Action] = []

    public init(settings: PlaySettings?, actions: [Action]) { (self.settings, self.actions) = (settings, actions) }

    public init(contentsOf url: URL, space: ActionSpace = .standard) throws {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw FileError("\(url.path) cannot be read; give a JSON-lines file of actions.")
        }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            let place = "\(url.path), line \(number + 1)"
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                throw FileError("\(place) is not a JSON object; write e.g. {\"forward\": 1}.")
            }
            if object["world"] != nil {
                guard let settings = try? JSONDecoder().decode(PlaySettings.self, from: Data(line.utf8)) else {
                    throw FileError("\(place) is not a whole header: it needs world, scene and seed.")
                }
                self.settings = settings
                continue
            }
            var action = Action.none(space.channels.count)
            var times = 1
            for (key, value) in object {
                guard let value = (value as? NSNumber)?.doubleValue, value.isFinite else {
                    throw FileError("\(place): '\(key)' is not a number.")
                }
                if key == "repeat" {
                    guard (1...100_000).contains(value) else {
                        throw FileError("\(place): 'repeat' must lie in 1...100000.")
                    }
                    times = Int(value)
                    continue
                }
                guard let index = space.index(of: key) else {
                    let names = space.channels.map(\.name).joined(separator: ", ")
                    throw FileError("\(place): there is no action '\(key)'; the actions are \(names).")
                }
                action.values[index] = Float(max(-1, min(1, value)))
            }
            guard actions.count + times <= 1_000_000 else {
                throw FileError("\(place): more than a million actions; split the file.")
            }
            actions += [Action](repeating: action, count: times)
        }
    }

    public static func line(_ action: Action, space: ActionSpace) -> String {
        let parts = zip(space.channels, action.values).filter { $0.1 != 0 }.map { "\"\($0.0.name)\":\($0.1)" }
        return "{\(parts.joined(separator: ","))}\n"
    }

    public static func header(_ settings: PlaySettings) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(settings), as: UTF8.self) + "\n"
    }
}
