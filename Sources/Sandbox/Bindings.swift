import Worlds

/// Which keys drive which action channels and commands. A key has one meaning; a second is refused.
public struct Bindings: Sendable, Equatable {
    /// Where a key can lead: one side of a channel, or a command.
    public enum Target: Sendable, Hashable {
        /// `negative` is the side of an axis that drives it to -1.
        case channel(Int, negative: Bool)
        case command(PlayCommand)
    }

    public let space: ActionSpace
    /// In the order in which the menu shows them.
    public let targets: [Target]
    public private(set) var keys: [Target: [String]] = [:]
    /// Turn or look per pixel of the mouse, as a share of the axis.
    public var mouseSensitivity: Float = 0.02

    /// The world's defaults, the usual game controller, and the commands on keys that the world leaves free.
    public init(_ space: ActionSpace) {
        self.space = space
        targets =
            space.channels.enumerated().flatMap { index, channel in
                channel.kind == .key
                    ? [Target.channel(index, negative: false)]
                    : [.channel(index, negative: true), .channel(index, negative: false)]
            } + PlayCommand.allCases.map { .command($0) }
        for (index, channel) in space.channels.enumerated() {
            if channel.kind == .key {
                offer(channel.bindings, .channel(index, negative: false))
            } else if channel.bindings.count == 2 {
                offer([channel.bindings[0]], .channel(index, negative: true))
                offer([channel.bindings[1]], .channel(index, negative: false))
            }
        }
        for command in PlayCommand.allCases { offer([command.defaultKey], .command(command)) }
        for (name, pads) in Self.controller {
            guard let index = space.index(of: name) else { continue }
            if pads.count == 2 { offer([pads[0]], .channel(index, negative: true)) }
            offer([pads.last!], .channel(index, negative: false))
        }
        offer(["Pad Start"], .command(.pause))
        offer(["Pad Back"], .command(.menu))
    }

    private static let controller: [(String, [String])] = [
        ("forward", ["Pad Left Up"]), ("back", ["Pad Left Down"]), ("left", ["Pad Left Left"]),
        ("right", ["Pad Left Right"]), ("jump", ["Pad A"]), ("use", ["Pad X"]),
        ("turn", ["Pad Right Left", "Pad Right Right"]), ("look", ["Pad Right Down", "Pad Right Up"]),
    ]

    private mutating func offer(_ names: [String], _ target: Target) {
        for name in names where self.target(of: name) == nil { keys[target, default: []].append(name) }
    }

    /// SDL's spelling of single letters is upper case.
    public static func canonical(_ key: String) -> String { key.count == 1 ? key.uppercased() : key }

    public func target(of key: String) -> Target? {
        let key = key.lowercased()
        return targets.first { keys[$0]?.contains { $0.lowercased() == key } == true }
    }

    public func name(of target: Target) -> String {
        switch target {
        case .command(let command): command.rawValue
        case .channel(let index, let negative):
            space.channels[index].name + (space.channels[index].kind == .key ? "" : negative ? " -" : " +")
        }
    }

    /// Gives `target` these keys instead of its own.
    public mutating func bind(_ names: [String], to target: Target) throws {
        for name in names {
            if name.isEmpty { throw PlayRefusal("A key of '\(self.name(of: target))' has no name.") }
            if let other = self.target(of: name), other != target {
                throw PlayRefusal(
                    "\(Self.canonical(name)) already means '\(self.name(of: other))'; give that another key first.")
            }
        }
        keys[target] = names.map(Self.canonical)
    }

    /// Replaces several bindings at once, so that keys can be swapped.
    public mutating func bind(_ changes: [Target: [String]]) throws {
        var new = self
        for target in changes.keys { new.keys[target] = [] }
        for target in targets {
            if let names = changes[target] { try new.bind(names, to: target) }
        }
        self = new
    }

    /// The keys of `target` as the menu shows them.
    public func keyText(_ target: Target) -> String {
        let names = keys[target] ?? []
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }
}
