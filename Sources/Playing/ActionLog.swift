import Foundation
import Media
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
    public private(set) var maker = Maker()
    /// Operations before the first one whose picture a recording shows.
    public private(set) var unshown = 0
    /// The frame that was looked at when a state was saved.
    public private(set) var viewing: Int?
    /// Longest prompt, in bytes.
    public static let promptLimit = 2000
    /// Largest file, in bytes.
    private static let sizeLimit = 512 << 20

    public init(settings: PlaySettings?, operations: [PlayOperation] = []) {
        (self.settings, self.operations) = (settings, operations)
    }

    /// Reads a file of actions alone, for a world whose channels are those of `space`.
    public static func actions(_ url: URL, space: ActionSpace) throws -> [PlayOperation] {
        let read = try ActionLog(contentsOf: url, space: space)
        guard read.settings == nil else {
            throw FileError("\(url.path) is the log of a game: give it to --replay instead of --actions.")
        }
        guard !read.operations.isEmpty else {
            throw FileError("\(url.path) holds no actions; write a line such as {\"forward\": 1, \"repeat\": 20}.")
        }
        return read.operations
    }

    /// Reads a log, a state file or what a recording carries inside. `space` names the channels; a log's own header may name others.
    public init(contentsOf url: URL, space: ActionSpace = .standard) throws {
        if Self.isVideo(url) {
            let body = try VideoComment.read(.play, of: url).body
            try self.init(text: body, name: "the comment in \(url.path)", space: space)
        } else {
            let text = try FileContents.text(url, what: "JSON-lines", limit: Self.sizeLimit)
            try self.init(text: text, name: url.path, space: space)
        }
    }

    /// Whether it is an mp4 by its name or its first bytes. Of a pipe nothing is read.
    public static func isVideo(_ url: URL) -> Bool {
        if ["mp4", "m4v", "mov"].contains(url.pathExtension.lowercased()) { return true }
        var info = stat()
        guard stat(url.path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return false }
        return (try? PlainFile.head(url, count: 8))?.dropFirst(4).elementsEqual("ftyp".utf8) == true
    }

    /// Reads the text of a log; errors call it `name`.
    public init(text: String, name: String, space: ActionSpace = .standard) throws {
        var channels = space.channels
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.allSatisfy({ $0 <= 0x20 }) {
            let place = "\(name), line \(number + 1)"
            guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
                // A crash may have torn the last line of a game.
                if number == lines.count - 1 && settings != nil { break }
                throw FileError("\(place) is not a JSON object; write e.g. {\"forward\": 1}.")
            }
            if object["world"] != nil {
                settings = try Self.settings(Data(line), place)
                maker = Maker(isa: object["isa"] as? String, device: object["device"] as? String)
                if let named = object["channels"] as? [String], (1...256).contains(named.count) {
                    channels = named.map { name in
                        space.channels.first { $0.name == name }
                            ?? .init(name: name, kind: .axis, bindings: [], meaning: "")
                    }
                }
                continue
            }
            if object["op"] as? String == "record" {
                unshown = operations.count
                continue
            }
            if object["op"] as? String == "look" {
                viewing = try Self.number(object, "frame", place)
                continue
            }
            let (operation, times) =
                object["op"] == nil
                ? try Self.action(object, channels, place) : (try Self.operation(object, Data(line), place), 1)
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
        if let flaw = settings.flaw { throw FileError("\(place): \(flaw).") }
        return settings
    }

    private static func action(
        _ object: [String: Any], _ channels: [ActionSpace.Channel], _ place: String
    ) throws -> (PlayOperation, Int) {
        var action = Action.none(channels.count)
        var times = 1
        for (key, value) in object {
            guard let value = (value as? NSNumber)?.doubleValue, value.isFinite else {
                throw FileError("\(place): '\(key)' is not a number.")
            }
            if key == "repeat" {
                guard let whole = Int(exactly: value), (1...100_000).contains(whole) else {
                    throw FileError("\(place): 'repeat' must be a whole number in 1...100000, not \(Self.text(value)).")
                }
                times = whole
            } else if let index = channels.firstIndex(where: { $0.name == key }) {
                let least = channels[index].kind == .key ? 0.0 : -1.0
                guard (least...1).contains(value) else {
                    let meaning = channels[index].meaning
                    throw FileError(
                        "\(place): '\(key)' must lie in \(Int(least))...1, not \(Self.text(value))"
                            + (meaning.isEmpty ? "." : "; 1 means: \(meaning)."))
                }
                action.values[index] = Float(value)
            } else {
                let names = channels.map(\.name).joined(separator: ", ")
                throw FileError("\(place): there is no action '\(key)'; the actions are \(names).")
            }
        }
        return (.action(action), times)
    }

    private static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

    private static func number(
        _ object: [String: Any], _ key: String, _ place: String, _ range: ClosedRange<Int> = 0...1_000_000_000
    ) throws -> Int {
        let value = (object[key] as? NSNumber).flatMap { Int(exactly: $0.doubleValue) }
        guard let value, range.contains(value) else {
            throw FileError("\(place): '\(key)' must be a whole number in \(range.lowerBound)...\(range.upperBound).")
        }
        return value
    }

    private static func operation(_ object: [String: Any], _ line: Data, _ place: String) throws -> PlayOperation {
        switch object["op"] as? String {
        case "steps": return .steps(try number(object, "value", place, 1...64))
        case "prompt":
            guard let words = object["words"] as? String, words.utf8.count <= promptLimit else {
                throw FileError("\(place): 'words' must be a text of at most \(promptLimit) bytes.")
            }
            return .prompt(words)
        case "rewind": return .rewind(try number(object, "frame", place))
        case "fork": return .fork(try number(object, "frame", place))
        case "branch": return .branch(try number(object, "number", place))
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
            if let flaw = line.settings.flaw { throw FileError("\(place): \(flaw).") }
            return .begin(line.settings)
        default: throw FileError("\(place): there is no operation '\(object["op"] ?? "")'.")
        }
    }
}
