import Worlds

/// The true world, but what is pushed goes the opposite way.
public struct WrongDirectionWorld: FrameWorld {
    public let name = "cheat:wrong-direction"
    public let actionSpace = ActionSpace.standard
    private var worlds = ParallelWorlds(truth: true)
    private var used = false

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        used = false
        return try worlds.reset(start)
    }

    public mutating func step(_ action: Action) throws -> Observation {
        let (done, undone) = try worlds.step(action)
        used = used || action[.use] > 0.5
        guard used, let moved = done.truth?.objects, let still = undone.truth?.objects else { return done }
        var shown = worlds.world.world
        for object in moved {
            guard let other = still.first(where: { $0.id == object.id }) else { continue }
            let way = object.position - other.position
            if way.x * way.x + way.z * way.z > 1e-4 {
                shown = shown.displacing(object.id, by: SIMD3(-2 * way.x, 0, -2 * way.z))
            }
        }
        return Observation(frame: shown.observation().frame)
    }
}
