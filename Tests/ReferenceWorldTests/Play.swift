import Worlds

@testable import ReferenceWorld

/// Helpers that play a world.
enum Play {
    static func world(_ scene: String, seed: UInt64, width: Int = 64, height: Int = 64) throws -> ReferenceWorld {
        var world = ReferenceWorld()
        _ = try world.reset(Start(scene: scene, seed: seed, width: width, height: height))
        return world
    }

    /// An empty plaza with the player in the middle, looking along +z.
    static func emptyPlaza() throws -> ReferenceWorld {
        var world = try world("table", seed: 3)
        world.stage.things = []
        world.stage.arrange()
        world.pose = Truth.Pose(x: 0, y: ReferenceWorld.eyeHeight, z: 0, yaw: 0, pitch: 0)
        return world
    }

    static func keys(_ channels: StandardChannel...) -> Action {
        var action = Action.none()
        for channel in channels { action[channel] = 1 }
        return action
    }

    /// Steps until an event of this kind, at most `frames`.
    static func event(
        _ kind: String, in world: inout ReferenceWorld, doing action: Action, frames: Int = 60
    ) throws -> Truth.Event? {
        for _ in 0..<frames {
            let observation = try world.step(action)
            if let event = observation.truth?.events.first(where: { $0.kind == kind }) { return event }
        }
        return nil
    }
}
