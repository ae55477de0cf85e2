import Worlds

/// The true world, but for 0.4 s all things are gone, and then each has a twin, again and again in plain sight.
public struct PoppingWorld: FrameWorld {
    public let name = "cheat:popping"
    public let actionSpace = ActionSpace.standard
    /// Frames from one spell to the next.
    public static let period = 12
    private var world = ReplayedWorld(truth: true)

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation { try world.reset(start) }

    public mutating func step(_ action: Action) throws -> Observation {
        let shown = try world.step(action)
        guard world.steps % Self.period >= Self.period / 3, let things = shown.truth?.objects else { return shown }
        let isGone = world.steps % (2 * Self.period) < Self.period
        var other = world.world
        for thing in things {
            other = isGone ? other.removing(thing.id) : other.duplicating(thing.id, by: SIMD3(0.8, 0, 0))
        }
        return Observation(frame: other.observation().frame)
    }
}
