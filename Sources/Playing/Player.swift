import WorldModel
import Worlds

/// Plays a world by operations, one after the other. A value without threads, clocks or windows: the same
/// operations give the same pictures, bit for bit.
public struct Player: Sendable {
    public let registry: WorldRegistry
    /// What computes its pictures.
    public var maker: ActionLog.Maker { ActionLog.Maker(on: registry.device) }
    public private(set) var settings: PlaySettings
    public private(set) var timeline: Timeline
    /// The world before its first reset, so that beginning anew loads nothing.
    private var pristine: any World

    /// Whether games of other weights are played on with those that there are.
    private let takesAnyWeights: Bool

    /// `force` plays on where the weights are others than those that `settings` name.
    public init(_ settings: PlaySettings, registry: WorldRegistry = .standard(), force: Bool = false) throws {
        (self.registry, takesAnyWeights) = (registry, force)
        pristine = try registry.make(settings)
        self.settings = try Self.checked(settings, weights: registry.weights(settings.world), force: force)
        timeline = try Self.begin(settings, pristine, registry, steps: settings.steps)
    }

    /// The settings with the hash of the weights that there are; another one is refused.
    private static func checked(_ settings: PlaySettings, weights: String?, force: Bool) throws -> PlaySettings {
        if let wanted = settings.weights, wanted != weights, !force {
            let found = weights.map { "weights \($0.prefix(12))" } ?? "no weights"
            throw PlayRefusal(
                "The weights differ: this game was played with weights \(wanted.prefix(12)) of '\(settings.world)', and there "
                    + "are \(found) now; put the checkpoint back that it was played with, or play on with --force.")
        }
        var settings = settings
        settings.weights = weights
        return settings
    }

    private static func begin(
        _ settings: PlaySettings, _ world: any World, _ registry: WorldRegistry, steps: Int?
    ) throws -> Timeline {
        let start = try registry.start(settings, world)
        // The reference world can stand beside a scene of its own, not beside pictures that were given or recorded.
        let isSimulators = (world as? LearnedWorld)?.isOfReferenceWorld ?? !(world is RecordedWorld)
        let hasReference = settings.given == nil && isSimulators
        return Timeline(try Rollout(world, start: start, steps: steps, hasReference: hasReference))
    }

    public var actionSpace: ActionSpace { pristine.actionSpace }
    /// At which its world goes on, a second.
    public var framesPerSecond: Double { pristine.framesPerSecond }
    public var framesPerStep: Int { timeline.tip.framesPerStep }
    /// The picture at the end of the current branch.
    public var picture: Picture { timeline.picture(timeline.end)! }

    /// Applies one operation; returns the picture it leads to, nil where the picture stays the same.
    public mutating func apply(_ operation: PlayOperation) throws -> Picture? {
        switch operation {
        case .action(let action):
            guard action.values.count == actionSpace.channels.count else {
                throw PlayRefusal("An action of this world has \(actionSpace.channels.count) values.")
            }
            return try timeline.step(action)
        case .steps(let steps):
            timeline.set(steps: steps)
            return nil
        case .prompt(let words):
            try timeline.set(prompt: words)
            return nil
        case .rewind(let frame): try timeline.rewind(to: frame)
        case .fork(let frame): try timeline.fork(at: frame)
        case .branch(let number): try timeline.select(number)
        case .restart:
            timeline = try Self.begin(settings, pristine, registry, steps: timeline.tip.steps ?? settings.steps)
        case .begin(let new):
            let isSame =
                new.world == settings.world && new.precision == settings.precision && new.prompt == settings.prompt
            let world = isSame ? pristine : try registry.make(new)
            let weights = isSame ? settings.weights : registry.weights(new.world)
            let checked = try Self.checked(new, weights: weights, force: takesAnyWeights)
            timeline = try Self.begin(checked, world, registry, steps: new.steps)
            (settings, pristine) = (checked, world)
        case .check: return nil
        }
        return picture
    }

    /// FNV-1a over the latest frame's bytes.
    public var fingerprint: UInt64 { picture.frame.fingerprint }
}
