import ReferenceWorld
import Worlds

/// Another world that has nothing to do with the given frames, under the same actions.
public struct ReseededWorld: FrameWorld {
    public let name = "cheat:re-seeded"
    public let actionSpace = ActionSpace.standard
    private var world = ReplayedWorld()

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        try world.reset(Self.start(start, other: 5))
    }

    public mutating func step(_ action: Action) throws -> Observation { try world.step(action) }

    /// A start with the same history of actions in an unrelated scene, a different one for each `other`.
    ///
    /// A scene built to order would come out much the same under another seed, so another family stands in for it.
    static func start(_ start: Start, other: Int) -> Start {
        var unrelated = start
        unrelated.seed &+= UInt64(other) &* 7919
        if start.description != nil {
            unrelated.description = nil
            unrelated.scene = ReferenceWorld.scenes[other % ReferenceWorld.scenes.count]
        }
        return unrelated
    }
}
