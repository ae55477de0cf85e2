import Playing
import Worlds

/// The first answer: what is served, and how it is driven.
struct OpenedMessage: Encodable {
    struct Key: Encodable {
        /// A channel's name, with its side if it is an axis, or a command's.
        var target: String
        var isCommand: Bool
        var meaning: String
        var keys: [String]
    }

    var type = "opened"
    var id: Int?
    var `protocol` = ServerMessage.version
    var mode: String
    /// The program's.
    var version: String
    var world: String
    var worlds: [String]
    var scenes: [String]
    var episodes: Int
    var actionSpace: ActionSpace
    var framesPerSecond: Double
    /// Frames that an action is held for.
    var framesPerAction: Int
    var width: Int
    var height: Int
    /// Whether the checkpoint takes words.
    var takesPrompts: Bool
    var keys: [Key]?
    var mouseSensitivity: Float?
    var deadZone: Float?
}

extension OpenedMessage {
    init(id: Int?, mode: String, _ rollout: Rollout, _ worlds: ServedWorlds, _ settings: PlaySettings) {
        (self.id, self.mode, version) = (id, mode, worlds.version)
        (world, self.worlds) = (worlds.label(settings.world), worlds.names.map(worlds.label))
        (scenes, episodes) = (worlds.registry.scenes, worlds.episodeCount)
        (actionSpace, framesPerSecond) = (rollout.actionSpace, rollout.world.framesPerSecond)
        takesPrompts = rollout.world.abilities.contains(.prompt)
        (framesPerAction, width, height) = (rollout.framesPerStep, rollout.frame.width, rollout.frame.height)
    }

    /// Says which keys do what.
    mutating func describe(_ bindings: Bindings) {
        keys = bindings.targets.map { target in
            let (isCommand, meaning): (Bool, String) =
                switch target {
                case .command(let command): (true, command.meaning)
                case .channel(let index, _): (false, bindings.space.channels[index].meaning)
                }
            return Key(
                target: bindings.name(of: target), isCommand: isCommand, meaning: meaning,
                keys: bindings.keys[target] ?? [])
        }
        (mouseSensitivity, deadZone) = (bindings.mouseSensitivity, bindings.deadZone)
    }
}
