import ReferenceWorld
import Tensors
import WorldModel
import Worlds

extension WorldKind {
    /// Checkpoints: shipped ones by name, others by folder; computed on `device`, nil: the CPU.
    static func checkpoint(on device: CUDADevice?) -> WorldKind {
        WorldKind(
            names: Checkpoint.shipped,
            make: { settings in
                var world = LearnedWorld(
                    checkpoint: try Checkpoint.named(settings.world, device: device),
                    precision: settings.precision ?? .bf16)
                if let prompt = settings.prompt { try world.say(prompt) }
                return world
            },
            weights: { Checkpoint.weightsHash(named: $0) },
            start: { settings, world in
                guard let learned = world as? LearnedWorld else { return try settings.start(width: 128, height: 80) }
                return try begin(settings, learned)
            })
    }

    private static func begin(_ settings: PlaySettings, _ world: LearnedWorld) throws -> Start {
        let channels = world.actionSpace.channels.count
        let size = world.checkpoint.configuration.pictureSize
        var start = try settings.start(width: size.width, height: size.height)
        if let wrong = start.history.first(where: { $0.action.values.count != channels }) {
            throw FileError(
                "The episode has \(wrong.action.values.count) action channels and '\(settings.world)' has "
                    + "\(channels); choose an episode of its own world.")
        }
        guard start.history.isEmpty else { return start }
        if try world.begins(&start, settings) { return start }
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
    }
}
