import Foundation
import Tensors
import Worlds
import Yams

/// Bindings as a YAML file: `actions: {forward: [W], turn: [Left, Right]}`, `commands: {pause: P}`,
/// `mouse-sensitivity: 0.02`, `dead-zone: 0.2`. An axis has two entries, for -1 and +1; each may be a list.
public enum BindingsFile {
    /// `$XDG_CONFIG_HOME/diorama/bindings.yaml`, else `~/.config/diorama/bindings.yaml`.
    public static func defaultURL(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL {
        UserFolder.configuration(environment).appendingPathComponent("bindings.yaml")
    }

    /// The defaults of `space` with what the file changes; without a `required` file, the defaults.
    public static func read(_ url: URL, space: ActionSpace, required: Bool = true) throws -> Bindings {
        if !required && !FileManager.default.fileExists(atPath: url.path) { return Bindings(space) }
        return try bindings(of: ScriptReader.document(url, what: "bindings"), space)
    }

    static func parse(_ text: String, space: ActionSpace) throws -> Bindings {
        try bindings(of: ScriptReader.document(text, file: "the bindings"), space)
    }

    private static func bindings(of root: ScriptNode?, _ space: ActionSpace) throws -> Bindings {
        var bindings = Bindings(space)
        guard let root else { return bindings }
        let fields = try root.mapping("bindings", keys: ["actions", "commands", "mouse-sensitivity", "dead-zone"])
        var changes: [Bindings.Target: [String]] = [:]
        if let node = fields["actions"] { try actions(node, space, &changes) }
        if let node = fields["commands"] {
            for (key, value) in try node.fields("'commands'") {
                let name = try key.text("a command")
                guard let command = PlayCommand(rawValue: name) else {
                    let names = PlayCommand.allCases.map(\.rawValue).joined(separator: ", ")
                    throw key.error("there is no command '\(name)'; the commands are \(names).")
                }
                changes[.command(command)] = try keys(value, name, .command(command))
            }
        }
        if let node = fields["mouse-sensitivity"] {
            guard let number = node.scalar.flatMap(Double.init), (0.0001...1).contains(number) else {
                throw node.error("'mouse-sensitivity' must lie in 0.0001...1, and is \(node.kind).")
            }
            bindings.mouseSensitivity = Float(number)
        }
        if let node = fields["dead-zone"] {
            guard let number = node.scalar.flatMap(Double.init), (0...0.9).contains(number) else {
                throw node.error("'dead-zone' must lie in 0...0.9, and is \(node.kind).")
            }
            bindings.deadZone = Float(number)
        }
        do { try bindings.bind(changes) } catch let refusal as PlayRefusal { throw root.error(refusal.description) }
        return bindings
    }

    private static func actions(
        _ node: ScriptNode, _ space: ActionSpace, _ changes: inout [Bindings.Target: [String]]
    ) throws {
        for (key, value) in try node.fields("'actions'") {
            let name = try key.text("an action")
            guard let index = space.index(of: name) else {
                let names = space.channels.map(\.name).joined(separator: ", ")
                throw key.error("there is no action '\(name)'; the actions are \(names).")
            }
            if space.channels[index].kind == .key {
                let target = Bindings.Target.channel(index, negative: false)
                changes[target] = try keys(value, name, target)
                continue
            }
            guard let sides = try? value.list("'\(name)'"), sides.count == 2 else {
                throw value.error("'\(name)' is an axis: give two entries, for -1 and +1.")
            }
            for (side, negative) in zip(sides, [true, false]) {
                let target = Bindings.Target.channel(index, negative: negative)
                changes[target] = try keys(side, name, target)
            }
        }
    }

    private static func keys(_ node: ScriptNode, _ name: String, _ target: Bindings.Target) throws -> [String] {
        try node.entries("'\(name)'").map { entry in
            let key = try entry.text("a key of '\(name)'", limit: 40)
            // Whoever writes one of these means a value of YAML, not a key.
            guard !["true", "false", "null", "~"].contains(key.lowercased()) else {
                throw entry.error("\(key) is no key's name; put the key of '\(name)' in quotes.")
            }
            do { return try Bindings.canonical(key, for: target) } catch let refusal as PlayRefusal {
                throw entry.error(refusal.description)
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
            "dead-zone": (Double(bindings.deadZone) * 1e5).rounded() / 1e5,
        ]
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try AtomicFile.write(Data(try Yams.dump(object: root, sortKeys: true).utf8), to: url)
    }
}
