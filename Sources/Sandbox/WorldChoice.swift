import Foundation
import ReferenceWorld
import Tensors
import WorldModel
import Worlds

/// The worlds that can be played, and how each is made and begun. The one seam between the window and the worlds.
public struct WorldChoice: Sendable {
    /// What the menu offers.
    public var names: [String]
    public var scenes: [String]
    /// A world that has not begun yet.
    public var make: @Sendable (_ settings: PlaySettings) throws -> any World
    /// The hash of the weights that it has; nil where there are none.
    public var weights: @Sendable (_ world: String) -> String?
    /// Where it begins.
    public var start: @Sendable (_ settings: PlaySettings, _ world: any World) throws -> Start

    public init(
        names: [String], scenes: [String] = [], make: @escaping @Sendable (PlaySettings) throws -> any World,
        weights: @escaping @Sendable (String) -> String? = { _ in nil },
        start: @escaping @Sendable (PlaySettings, any World) throws -> Start = { settings, _ in
            Start(
                scene: settings.scene, seed: settings.seed, description: settings.description,
                width: settings.width ?? 128, height: settings.height ?? 80, history: try settings.history())
        }
    ) {
        (self.names, self.scenes, self.make) = (names, scenes, make)
        (self.weights, self.start) = (weights, start)
    }

    /// The reference world, the shipped checkpoints and checkpoints in folders.
    public static var standard: WorldChoice {
        WorldChoice(
            names: Checkpoint.shipped + ["reference"], scenes: ReferenceWorld.scenes,
            make: { settings in
                if settings.world.hasPrefix(RecordedWorld.prefix) { return try RecordedWorld(settings.world) }
                if settings.world == "reference" { return ReferenceWorld(truth: false) }
                return LearnedWorld(
                    checkpoint: try Checkpoint.named(settings.world), precision: settings.precision ?? .bf16)
            },
            weights: { world in
                let isLearned = world != "reference" && !world.hasPrefix(RecordedWorld.prefix)
                return isLearned ? Checkpoint.weightsHash(named: world) : nil
            },
            start: { settings, world in
                let channels = world.actionSpace.channels.count
                let trained = (world as? LearnedWorld)?.checkpoint.configuration
                var start = Start(
                    scene: settings.scene, seed: settings.seed, description: settings.description,
                    width: settings.width ?? trained?.width ?? 256,
                    height: settings.height ?? trained?.height ?? 160, history: try settings.history())
                if world is RecordedWorld { return start }
                guard let learned = world as? LearnedWorld else {
                    guard start.history.isEmpty else {
                        throw FileError(
                            "The reference world begins in a scene, not in a picture or an episode; choose a checkpoint."
                        )
                    }
                    return start
                }
                if let wrong = start.history.first(where: { $0.action.values.count != channels }) {
                    throw FileError(
                        "The episode has \(wrong.action.values.count) action channels and '\(settings.world)' has "
                            + "\(channels); choose an episode of its own world.")
                }
                guard start.history.isEmpty else { return start }
                if try learned.begins(&start, settings) { return start }
                // What learned the simulator goes on from the simulator's first pictures.
                var reference = ReferenceWorld(truth: false)
                var history = [(frame: try reference.reset(start).frame, action: Action.none(channels))]
                start.pitch = reference.pose.pitch
                let translation = ActionTranslation(from: .standard, to: world.actionSpace)
                for action in settings.lead ?? [] {
                    history.append((try reference.step(action).frame, translation(action)))
                }
                start.history = history
                return start
            })
    }
}
