import Worlds

/// Shows the last given frame for ever.
public struct FrozenWorld: World {
    public let name = "cheat:frozen"
    public let actionSpace = ActionSpace.standard
    private var frame = Frame(width: 16, height: 16)

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        var world = ReplayedWorld()
        frame = try start.history.last?.frame ?? world.reset(start).frame
        return Observation(frame: frame)
    }

    public mutating func step(_ action: Action) throws -> Observation { Observation(frame: frame) }
}
