import Playing
import Worlds

/// A rollout that an agent steps. Of the serving code, this alone steps worlds.
struct Lane {
    private(set) var rollout: Rollout
    /// What happened during the last step.
    private(set) var events: [Truth.Event] = []

    init(_ rollout: Rollout) { self.rollout = rollout }

    /// Plays `frames` frames on under one action.
    mutating func hold(_ action: Action, frames: Int) throws {
        let channels = rollout.actionSpace.channels
        guard action.values.count == channels.count else {
            throw ProtocolError("an action of this world has \(channels.count) values")
        }
        for (value, channel) in zip(action.values, channels) {
            let least: Float = channel.kind == .key ? 0 : -1
            guard (least...1).contains(value) else {
                throw ProtocolError("'\(channel.name)' lies in \(Int(least))...1, and is \(value)")
            }
        }
        events = []
        for _ in 0..<frames {
            try rollout.step(action)
            events += rollout.truth?.events ?? []
        }
    }
}

extension ServedWorlds {
    /// A rollout at its start, with no world beside it.
    func rollout(_ settings: PlaySettings) throws -> Rollout {
        let world = try registry.make(settings)
        return try Rollout(world, start: registry.start(settings, world), steps: settings.steps, hasReference: false)
    }
}
