import Foundation
import Tensors
import Worlds

/// The JSON-lines record of what was played: its settings, then one object an operation. It reproduces the rollout
/// bit for bit.
///
/// An action is an object of channel values, e.g. `{"forward": 1, "turn": 0.5}`; `"repeat": 40` holds it. Other
/// operations are `{"op": "rewind", "frame": 120}` and its like.
public struct ActionLog: Sendable, Equatable {
    public var settings: PlaySettings?
    public var operations: [PlayOperation] = []

    public init(settings: PlaySettings?, operations: [PlayOperation] = []) {
        (self.settings, self.operations) = (settings, operations)
    }

    /// Reads a log. `space` names the channels; a log's own header may name others.
    public init(contentsOf url: URL, space: ActionSpace = .standard) throws {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw FileError("\(url.path) cannot be read; give a JSON-lines file of actions.")
        }
        var channels = space.channels.map(\.name)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let place = "\(url.path), line \(number + 1)"
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                // A crash may have torn the last line of a game.
                if number == lines.count - 1 && settings != nil { break }
                throw FileError("\(place) is not a JSON object; write e.g. {\"forward\": 1}.")
            }
            if object["world"] != nil {
                settings = try Self.settings(Data(line.utf8), place)
                if let named = object["channels"] as? [String] { channels = named }
                continue
            }
            let (operation, times) =
                object["op"] == nil
                ? try Self.action(object, channels, place) : (try Self.operation(object, Data(line.utf8), place), 1)
            guard operations.count + times <= 2_000_000 else {
                throw FileError("\(place): more than two million frames; split the file.")
            }
            operations += [PlayOperation](repeating: operation, count: times)
        }
    }

    private static func settings(_ line: Data, _ place: String) throws -> PlaySettings {
        guard let settings = try? JSONDecoder().decode(PlaySettings.self, from: line) else {
            throw FileError("\(place) is not a whole header: it needs world, scene and seed.")
        }
        return settings
    }

    private static func action(
        _ object: [String: Any], _ channels: [String], _ place: String
    ) throws -> (PlayOperation, Int) {
        var action = Action.none(channels.count)
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
            } else if let index = channels.firstIndex(of: key) {
                action.values[index] = Float(max(-1, min(1, value)))
            } else {
                let names = channels.joined(separator: ", ")
                throw FileError("\(place): there is no action '\(key)'; the actions are \(names).")
            }
        }
        return (.action(action), times)
    }

    private static func operation(_ object: [String: Any], _ line: Data, _ place: String) throws -> PlayOperation {
        func number(_ key: String) throws -> Int {
            guard let value = (object[key] as? NSNumber)?.doubleValue, (0...1e9).contains(value) else {
                throw FileError("\(place): '\(key)' must be a whole number from 0 up.")
            }
            return Int(value)
        }
        switch object["op"] as? String {
        case "steps": return .steps(try number("value"))
        case "rewind": return .rewind(try number("frame"))
        case "fork": return .fork(try number("frame"))
        case "branch": return .branch(try number("number"))
        case "restart": return .restart
        case "check":
            guard let text = object["frame"] as? String, let value = UInt64(text, radix: 16) else {
                throw FileError("\(place): 'frame' must be a hexadecimal fingerprint.")
            }
            return .check(value)
        case "begin":
            struct Line: Decodable { var settings: PlaySettings }
            guard let line = try? JSONDecoder().decode(Line.self, from: line) else {
                throw FileError("\(place): 'settings' must have world, scene and seed.")
            }
            return .begin(line.settings)
        default: throw FileError("\(place): there is no operation '\(object["op"] ?? "")'.")
        }
    }
}
