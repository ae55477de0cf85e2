import Worlds

/// The true world, but what is done is undone: half a second after something was used the world goes on as if it had
/// never been.
public struct RevertingWorld: World {
    public let name = "cheat:reverting-effect"
    public let actionSpace = ActionSpace.standard
    /// Frames that an effect lasts.
    public static let lasting = 10
    private var world = ReplayedWorld()
    /// Where nothing is ever used.
    private var untouched = ReplayedWorld()
    private var since: Int?

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        since = nil
        _ = try untouched.reset(start)
        return try world.reset(start)
    }

    public mutating func step(_ action: Action) throws -> Observation {
        var idle = action
        idle[.use] = 0
        let (done, undone) = (try world.step(action), try untouched.step(idle))
        if action[.use] > 0.5 { since = 0 } else { since? += 1 }
        return since.map { $0 >= Self.lasting } ?? false ? undone : done
    }
}
