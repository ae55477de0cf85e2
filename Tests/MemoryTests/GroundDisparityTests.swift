import Camera
import Testing
import Worlds

@testable import Memory

struct GroundDisparityTests {
    @Test func levelGroundIsWhereTheCameraSaysItIs() throws {
        let travel = try #require(
            CameraTravel(ActionSpace.standard, eyeHeight: 1.5, startPitch: 0, pitchLimit: 0.9))
        let motion = try #require(CameraMotion(ActionSpace.standard, fieldOfView: 90))
        let ground = GroundDisparity(motion, travel, width: 32, height: 32)
        // A level camera sees the ground at 45 degrees below it at its own height; nothing above the horizon.
        let level = ground.ground(pitch: 0)
        #expect(abs(level[31 * 32] - 15.5 / 16 / 1.5) < 1e-5)
        #expect(level[0] == 0)
        // Looking down, the middle of the picture meets the ground.
        #expect(abs(ground.ground(pitch: -.pi / 6)[16 * 32 + 16] - 0.5 / 1.5) < 0.03)
        #expect(ground.backdrop(pitch: 0)[0] > 0)
    }
}
