import Foundation
import Tensors
import Worlds
import Yams

/// Bindings as a YAML file: `actions: {forward: [W], turn: [Left, Right]}`, `commands: {pause: P}`,
/// `mouse-sensitivity: 0.02`. An axis has two entries, for -1 and +1; each may be a list.
public enum BindingsFile {
    /// `$XDG_CONFIG_HOME/diorama/bindings.yaml`.
    public static func defaultURL(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL {
        let given = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0) }
        let base = given ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".config")
        return base.appendingPathComponent("diorama/bindings.yaml")
    }

    /// The defaults of `space` with what the file changes; without a `required` file, the defaults.
    public static func read(_ url: URL, space: ActionSpace, required: Bool = true) throws -> Bindings {
        if !required && !FileManager.default.fileExists(atPath: url.path) { return Bindings(space) }
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw FileError("\(url.path) cannot be read; give a YAML file of bindings.")
        }
        do { return try parse(text, space: space) } catch let refusal as PlayRefusal {
            throw FileError("\(url.path): \(refusal.description)")
        }
    }

    static func parse(_ text: String, space: ActionSpace) throws -> Bindings {
        var bindings = Bindings(space)
        let loaded: Any?
        do { loaded = try Yams.load(yaml: text) } catch {
            throw PlayRefusal("This is not YAML; write e.g. 'actions: {forward: [W]}'.")
        }
        guard let root = loaded as? [String: Any] else {
            if loaded == nil { return bindings }
            throw PlayRefusal("Bindings must be a map with 'actions', 'commands' and 'mouse-sensitivity'.")
        }
        var changes: [Bindings.Target: [String]] = [:]
        for (key, value) in root {
            switch key {
            case "actions": try actions(value, space, &changes)
            case "commands": try commands(value, &changes)
            case "mouse-sensitivity":
                guard let number = (value as? Double) ?? (value as? Int).map(Double.init), (0.0001...1).contains(number)
                else { throw PlayRefusal("'mouse-sensitivity' must lie in 0.0001...1.") }
                bindings.mouseSensitivity = Float(number)
            default: throw PlayRefusal("'\(key)' is unknown; there are 'actions', 'commands' and 'mouse-sensitivity'.")
            }
        }
        try bindings.bind(changes)
        return bindings
    }

    private static func actions(
        _ value: Any, _ space: ActionSpace, _ changes: inout [Bindings.Target: [String]]
    ) throws {
        guard let map = value as? [String: Any] else { throw PlayRefusal("'actions' must be a map.") }
        for (name, value) in map {
            guard let index = space.index(of: name) else {
                let names = space.channels.map(\.name).joined(separator: ", ")
                throw PlayRefusal("There is no action '\(name)'; the actions are \(names).")
            }
            if space.channels[index].kind == .key {
                changes[.channel(index, negative: false)] = try keys(value, name)
                continue
            }
            guard let sides = value as? [Any], sides.count == 2 else {
                throw PlayRefusal("'\(name)' is an axis: give two entries, for -1 and +1.")
            }
            changes[.channel(index, negative: true)] = try keys(sides[0], name)
            changes[.channel(index, negative: false)] = try keys(sides[1], name)
        }
    }

    private static func commands(_ value: Any, _ changes: inout [Bindings.Target: [String]]) throws {
        guard let map = value as? [String: Any] else { throw PlayRefusal("'commands' must be a map.") }
        for (name, value) in map {
            guard let command = PlayCommand(rawValue: name) else {
                let names = PlayCommand.allCases.map(\.rawValue).joined(separator: ", ")
                throw PlayRefusal("There is no command '\(name)'; the commands are \(names).")
            }
            changes[.command(command)] = try keys(value, name)
        }
    }

    private static func keys(_ value: Any, _ name: String) throws -> [String] {
        // YAML reads N as false, Y as true and 1 as a number.
        let list = value as? [Any] ?? [value]
        return try list.map {
            switch $0 {
            case let text as String: return text
            case let number as Int: return "\(number)"
            case let flag as Bool:
                throw PlayRefusal("Put the key of '\(name)' in quotes: YAML reads it as \(flag).")
            default: throw PlayRefusal("'\(name)' must be a key's name or a list of them.")
            }
        }
    }

    /// Writes what differs from the world's defaults.
    public static func write(_ bindings: Bindings, to url: URL) throws {
        let standard = Bindings(bindings.space)
        var actions: [String: Any] = [:]
        for (index, channel) in bindings.space.channels.enumerated() {
            let sides = [true, false].map { Bindings.Target.channel(index, negative: $0) }
            guard sides.contains(where: { bindings.keys[$0] != standard.keys[$0] }) else { continue }
            let lists = sides.map { bindings.keys[$0] ?? [] }
            actions[channel.name] = channel.kind == .key ? lists[1] : lists
        }
        var commands: [String: Any] = [:]
        for command in PlayCommand.allCases {
            let target = Bindings.Target.command(command)
            if bindings.keys[target] != standard.keys[target] {
                commands[command.rawValue] = bindings.keys[target] ?? []
            }
        }
        let root: [String: Any] = [
            "actions": actions, "commands": commands,
            "mouse-sensitivity": (Double(bindings.mouseSensitivity) * 1e5).rounded() / 1e5,
        ]
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try AtomicFile.write(Data(try Yams.dump(object: root, sortKeys: true).utf8), to: url)
    }
}
