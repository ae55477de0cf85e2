import Worlds

/// The true world, but what is done is undone: half a second after something was used the world goes on as if it had
/// never been.
public struct RevertingWorld: FrameWorld {
    public let name = "cheat:reverting-effect"
    public let actionSpace = ActionSpace.standard
    /// Frames that an effect lasts.
    public static let lasting = 10
    private var worlds = ParallelWorlds()
    private var since: Int?

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        since = nil
        return try worlds.reset(start)
    }

    public mutating func step(_ action: Action) throws -> Observation {
        let (done, undone) = try worlds.step(action)
        if action[.use] > 0.5 { since = 0 } else { since? += 1 }
        return since.map { $0 >= Self.lasting } ?? false ? undone : done
    }
}
