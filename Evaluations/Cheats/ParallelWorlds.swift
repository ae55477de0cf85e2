import Worlds

/// The true world beside the same one in which nothing is ever used: what cheats with effects are made of.
struct ParallelWorlds: Sendable {
    private(set) var world: ReplayedWorld
    private var untouched: ReplayedWorld

    init(truth: Bool = false) {
        world = ReplayedWorld(truth: truth)
        untouched = world
    }

    mutating func reset(_ start: Start) throws -> Observation {
        _ = try untouched.reset(start)
        return try world.reset(start)
    }

    /// What each of them shows next.
    mutating func step(_ action: Action) throws -> (done: Observation, undone: Observation) {
        var idle = action
        idle[.use] = 0
        return (try world.step(action), try untouched.step(idle))
    }
}
