import Diffusion
import Testing
import Worlds

@testable import WorldModel

@Suite struct SettlingTests {
    @Test func smallErrorsAreTakenBackAndChangesStay() throws {
        var motion = try #require(CameraMotion(ActionSpace.standard, fieldOfView: 75))
        motion.travel = CameraTravel(ActionSpace.standard, eyeHeight: 1.5, startPitch: 0, pitchLimit: 0.9)
        var memory = try #require(ViewMemory(motion))
        let old = Frame(width: 16, height: 16, pixels: [UInt8](repeating: 100, count: 768))
        memory.append(old, action: Action.none().values)
        var new = Frame(width: 16, height: 16, pixels: [UInt8](repeating: 104, count: 768))
        // One block changes for good.
        for y in 0..<8 { for i in 0..<24 { new.pixels[y * 48 + i] = 200 } }
        let still = try #require(memory.settled([new], after: [Action.none().values], trust: 0.8))
        #expect(still[0].pixels[0] >= 199)
        #expect(still[0].pixels[767] == 101)
        var turn = Action.none()
        turn[.turn] = 1
        #expect(memory.settled([new], after: [turn.values], trust: 0.8) == nil)
        #expect(memory.settled([new], after: [Action.none().values], trust: 0) == nil)
    }
}
