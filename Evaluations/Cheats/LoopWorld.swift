import Worlds

/// Repeats the given frames from the first on.
public struct LoopWorld: FrameWorld {
    public let name = "cheat:loop"
    public let actionSpace = ActionSpace.standard
    private var frames: [Frame] = []
    private var next = 0

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        frames = start.history.map(\.frame)
        if frames.isEmpty {
            var world = ReplayedWorld()
            frames = [try world.reset(start).frame]
        }
        next = 0
        return Observation(frame: frames[frames.count - 1])
    }

    public mutating func step(_ action: Action) throws -> Observation {
        let frame = frames[next % frames.count]
        next += 1
        return Observation(frame: frame)
    }
}
