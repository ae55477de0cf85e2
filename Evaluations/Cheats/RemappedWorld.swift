import Worlds

/// The true world under other actions than those given: at half speed, mirrored, idle, superstitious.
public struct RemappedWorld: FrameWorld {
    public let name: String
    public let actionSpace = ActionSpace.standard
    private var world = ReplayedWorld()
    private let remap: @Sendable (_ action: Action, _ frame: Int) -> Action

    /// `remap` is given the action and the number of frames since the given ones.
    public init(name: String, remap: @escaping @Sendable (_ action: Action, _ frame: Int) -> Action) {
        (self.name, self.remap) = (name, remap)
    }

    public mutating func reset(_ start: Start) throws -> Observation { try world.reset(start) }

    public mutating func step(_ action: Action) throws -> Observation {
        try world.step(remap(action, world.steps + 1))
    }

    /// Walks, turns and looks half as fast.
    public static var halfSpeed: RemappedWorld {
        RemappedWorld(name: "cheat:half-speed") { action, _ in
            var action = action
            for channel in [StandardChannel.forward, .back, .left, .right, .turn, .look] { action[channel] *= 0.5 }
            return action
        }
    }

    /// Turns and strafes the other way.
    public static var mirrored: RemappedWorld {
        RemappedWorld(name: "cheat:mirrored") { action, _ in
            var other = action
            other[.turn] = -action[.turn]
            (other[.left], other[.right]) = (action[.right], action[.left])
            return other
        }
    }

    /// Never uses anything.
    public static var idle: RemappedWorld {
        RemappedWorld(name: "cheat:idle") { action, _ in
            var action = action
            action[.use] = 0
            return action
        }
    }

    /// Uses what is ahead twice a second whether asked to or not.
    public static var superstitious: RemappedWorld {
        RemappedWorld(name: "cheat:superstitious") { action, frame in
            var action = action
            action[.use] = frame % 10 == 5 ? 1 : 0
            return action
        }
    }
}
