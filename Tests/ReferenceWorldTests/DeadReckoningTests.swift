import Camera
import Testing
import Worlds

@testable import ReferenceWorld

struct DeadReckoningTests {
    /// Where nothing stands in the way, actions alone tell where the player goes.
    @Test func actionsAloneTellWhereThePlayerGoes() throws {
        var world = try Play.emptyPlaza()
        let motion = try #require(CameraMotion(.standard, .reference))
        let travel = try #require(motion.travel)
        var pose = world.pose
        for frame in 0..<200 {
            var action = Action.none()
            // Round in a circle of a metre or so, up and down, with a step aside.
            (action[.forward], action[.turn]) = (1, 0.8)
            (action[.look], action[.left]) = (frame % 20 < 10 ? 0.5 : -0.5, frame % 7 == 0 ? 1 : 0)
            _ = try world.step(action)
            pose.move(action.values, motion, travel)
            #expect(abs(pose.x - world.pose.x) < 1e-4 && abs(pose.z - world.pose.z) < 1e-4, "frame \(frame)")
            #expect(abs(pose.yaw - world.pose.yaw) < 1e-4 && abs(pose.pitch - world.pose.pitch) < 1e-4)
        }
    }
}
