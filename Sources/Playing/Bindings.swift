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
    /// How far a controller's stick moves before it counts, as a share of its way.
    public var deadZone: Float = 0.2

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
        for command in PlayCommand.allCases { offer(command.defaultKeys, .command(command)) }
        for (index, channel) in space.channels.enumerated() {
            let (positive, negative) = Self.pads(channel.effect)
            if let positive { offer([positive], .channel(index, negative: false)) }
            if let negative, channel.kind == .axis { offer([negative], .channel(index, negative: true)) }
        }
        offer(["Pad Start"], .command(.pause))
        offer(["Pad Back"], .command(.menu))
    }

    /// The sides of the game controller for what a channel does, and for the contrary.
    private static func pads(_ effect: ActionEffect) -> (positive: String?, negative: String?) {
        let stick: (positive: String, negative: String, degrees: Float?)
        switch effect {
        case .turn(let degrees): stick = ("Pad Right Right", "Pad Right Left", degrees)
        case .look(let degrees): stick = ("Pad Right Up", "Pad Right Down", degrees)
        case .move(_, let direction): return (pad(direction), pad(direction.opposite))
        case .jump: return ("Pad A", nil)
        case .use: return ("Pad X", nil)
        case .none: return (nil, nil)
        }
        return (stick.degrees ?? 1) < 0 ? (stick.negative, stick.positive) : (stick.positive, stick.negative)
    }

    private static func pad(_ direction: ActionEffect.Direction) -> String {
        switch direction {
        case .forward: "Pad Left Up"
        case .back: "Pad Left Down"
        case .left: "Pad Left Left"
        case .right: "Pad Left Right"
        }
    }

    private mutating func offer(_ names: [String], _ target: Target) {
        // A checkpoint may name keys that are none; they do nothing.
        for name in names.compactMap(KeyName.canonical) where self.target(of: name) == nil {
            keys[target, default: []].append(name)
        }
    }

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

    /// Gives `target` these keys instead of its own; `label` says how messages call a key.
    public mutating func bind(
        _ names: [String], to target: Target, label: (String) -> String = { $0 }
    ) throws {
        let canonical = try names.map { try Self.canonical($0, for: target) }
        for name in canonical {
            if let other = self.target(of: name), other != target {
                throw PlayRefusal(
                    "\(label(name)) already means '\(self.name(of: other))'; give that another key first.")
            }
        }
        keys[target] = canonical
    }

    /// The one spelling of a key's name.
    public static func canonical(_ name: String, for target: Target) throws -> String {
        guard let key = KeyName.canonical(name) else {
            throw PlayRefusal(
                "There is no key '\(name)': keys are called by their place on a US keyboard, such as W, Left, Space, Return, "
                    + "F5, Left Shift, Keypad 1 or Pad A.")
        }
        if case .channel = target, KeyName.isCombined(key) {
            throw PlayRefusal("\(key) can be a command's key; an action is held, and takes a single key.")
        }
        return key
    }

    /// Replaces several bindings at once, so that keys can be swapped.
    public mutating func bind(_ changes: [Target: [String]]) throws {
        var new = self
        let taken = Set(changes.values.joined().compactMap(KeyName.canonical))
        for command in PlayCommand.allCases where command.yields {
            new.keys[.command(command)]?.removeAll(where: taken.contains)
        }
        for target in changes.keys { new.keys[target] = [] }
        for target in targets {
            if let names = changes[target] { try new.bind(names, to: target) }
        }
        self = new
    }

    /// The keys of `target` as the menu shows them.
    public func keyText(_ target: Target, label: (String) -> String = { $0 }) -> String {
        let names = keys[target] ?? []
        return names.isEmpty ? "none" : names.map(label).joined(separator: ", ")
    }
}
