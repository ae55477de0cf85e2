import ReferenceWorld
import Worlds

/// The true world, but it goes where the actions of another play lead: those of someone who wanders about.
public struct ShuffledWorld: FrameWorld {
    public let name = "cheat:shuffled-actions"
    public let actionSpace = ActionSpace.standard
    private var world = ReplayedWorld()
    private let seed: UInt64
    private var policy: Policy

    public init(seed: UInt64 = 0) {
        self.seed = seed
        policy = Policy(kind: .wander, seed: seed)
    }

    public mutating func reset(_ start: Start) throws -> Observation {
        policy = Policy(kind: .wander, seed: seed)
        return try world.reset(start)
    }

    public mutating func step(_ action: Action) throws -> Observation {
        try world.step(policy.action(for: world.world))
    }
}
