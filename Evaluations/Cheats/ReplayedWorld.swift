import ReferenceWorld
import Worlds

/// The reference world after a start's history: a reset begins the scene and repeats the history's actions, so that
/// the next step goes on from its last frame. As a candidate it is the oracle; most cheats are made of it.
public struct ReplayedWorld: FrameWorld {
    public let name = "reference"
    public let actionSpace = ActionSpace.standard
    /// What was shown last, with truth.
    public private(set) var last: Observation?
    /// Steps since the reset, those of the history apart.
    public private(set) var steps = 0
    var world: ReferenceWorld

    public init(truth: Bool = false) { world = ReferenceWorld(truth: truth) }

    public mutating func reset(_ start: Start) throws -> Observation {
        var observation = try world.reset(start)
        for moment in start.history.dropFirst() { observation = try world.step(moment.action) }
        (last, steps) = (observation, 0)
        return observation
    }

    public mutating func step(_ action: Action) throws -> Observation {
        let observation = try world.step(action)
        (last, steps) = (observation, steps + 1)
        return observation
    }
}
