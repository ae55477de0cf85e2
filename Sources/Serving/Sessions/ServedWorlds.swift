import Episodes
import Playing
import Tensors
import Worlds

/// The worlds that clients may begin, and no others: a checkpoint is loaded once, and every session has a copy of its value.
public final class ServedWorlds: Sendable {
    /// What a session begins with unless its client asks for another.
    let usual: PlaySettings
    let names: [String]
    let registry: WorldRegistry
    /// The program's.
    let version: String
    private let episodes: EpisodeSet?
    /// The game that players find, where it is one that was saved.
    let begun: ActionLog?
    private let takesAnyWeights: Bool
    /// The worlds that learned text.
    private let takesPrompts: Set<String>

    /// `usual` says world, arithmetic and denoising steps of all sessions.
    public init(
        _ usual: PlaySettings, episodes: EpisodeSet? = nil, version: String = "", registry: WorldRegistry = .standard(),
        begun: ActionLog? = nil, force: Bool = false
    ) throws {
        (self.usual, self.episodes, self.version) = (usual, episodes, version)
        (self.begun, takesAnyWeights) = (begun, force)
        names = usual.world == Self.simulator ? [usual.world] : [usual.world, Self.simulator]
        var loaded: [String: (world: any World, weights: String?)] = [:]
        for name in names {
            var settings = usual
            settings.world = name
            loaded[name] = (try registry.make(settings), registry.weights(name))
        }
        let ready = loaded
        takesPrompts = Set(names.filter { loaded[$0]?.world.abilities.contains(.prompt) == true })
        self.registry = WorldRegistry(
            registry.kinds.map { kind in
                var kind = kind
                kind.make = { settings in
                    guard let world = ready[settings.world]?.world else {
                        throw PlayRefusal("There is no world '\(settings.world)' here.")
                    }
                    guard var prompted = world as? any PromptedWorld, prompted.abilities.contains(.prompt) else {
                        return world
                    }
                    try prompted.say(settings.prompt ?? "")
                    return prompted
                }
                kind.weights = { ready[$0]?.weights }
                return kind
            })
    }

    private static let simulator = "reference"

    var episodeCount: Int { episodes?.count ?? 0 }

    /// What a client's wish amounts to.
    func settings(_ wish: ClientMessage, from current: PlaySettings) throws -> PlaySettings {
        var settings = usual
        settings.world = current.world
        settings.seed = wish.seed ?? current.seed
        if let named = wish.world {
            guard let world = names.first(where: { label($0) == named }) else {
                throw ProtocolError(
                    "there is no world '\(named)' here; there is \(names.map(label).joined(separator: ", "))")
            }
            settings.world = world
        }
        if let prompt = wish.prompt { settings.prompt = prompt.isEmpty ? nil : prompt }
        if let prompt = settings.prompt {
            if !takesPrompts.contains(settings.world) {
                guard wish.prompt == nil else { throw promptRefusal(settings.world) }
                settings.prompt = nil
            }
            guard prompt.utf8.count <= ActionLog.promptLimit else {
                throw ProtocolError("'prompt' has at most \(ActionLog.promptLimit) bytes")
            }
        }
        if settings.world == Self.simulator { settings.steps = nil }
        if let steps = wish.steps, settings.world != Self.simulator { settings.steps = steps }
        settings.scene = wish.scene ?? (wish.episode == nil ? current.scene : "")
        (settings.width, settings.height) = (wish.width ?? current.width, wish.height ?? current.height)
        if let episode = wish.episode { try settings.begin(from: history(episode)) }
        for (name, side) in [("width", settings.width), ("height", settings.height)] {
            if let side, !(16...1024).contains(side) { throw ProtocolError("'\(name)' lies in 16...1024") }
        }
        if let steps = settings.steps, !(1...64).contains(steps) { throw ProtocolError("'steps' lies in 1...64") }
        guard settings.scene.isEmpty || registry.scenes.contains(settings.scene) else {
            throw ProtocolError(
                "there is no scene '\(settings.scene)'; there is \(registry.scenes.joined(separator: ", "))")
        }
        return settings
    }

    /// A checkpoint without words says so, instead of taking them for nothing.
    func promptRefusal(_ world: String) -> ProtocolError {
        ProtocolError("'\(label(world))' was trained without words, so that a prompt changes nothing")
    }

    /// A game that is to be gone on with, at its beginning.
    func game(_ log: ActionLog) throws -> (player: Player, log: ActionLog) {
        guard let settings = log.settings else { throw ProtocolError("the game has no header line") }
        for side in [settings.width, settings.height] {
            if let side, !(16...1024).contains(side) { throw ProtocolError("'width' and 'height' lie in 16...1024") }
        }
        return (try Player(settings, registry: registry, force: takesAnyWeights), log)
    }

    /// Throws one sentence where `log`, of the file `name`, cannot be gone on with here.
    public func check(_ log: ActionLog, name: String) throws {
        do { _ = try game(log) } catch { throw FileError("\(name) cannot be gone on with. \(error)") }
    }

    /// What clients call a world: its name without folders.
    func label(_ world: String) -> String { String(world.split(separator: "/").last ?? "world") }

    private func history(_ episode: String) throws -> [(frame: Frame, action: Action)] {
        guard let episodes else { throw ProtocolError("no episodes are served; the server takes them with --episodes") }
        guard let index = episodes.entries.firstIndex(where: { $0.name == episode }) ?? Int(episode),
            episodes.entries.indices.contains(index)
        else { throw ProtocolError("there is no episode '\(episode)'; there are \(episodes.count), counted from 0") }
        return try EpisodeStart.history(of: episodes, index)
    }
}
