import Diffusion
import Tensors
import Testing
import Training
import Worlds

@testable import WorldModel

@Suite struct DepthTests {
    /// A picture whose brightness says how near it is.
    private func example(_ seed: UInt64) -> DepthTrainer.Example {
        var random = PhiloxGenerator(seed: seed, stream: 0)
        var frame = Frame(width: 32, height: 16)
        var depth = [Float](repeating: 0, count: 512)
        for cell in 0..<8 {
            let near = 0.1 + 0.8 * random.uniform()
            for y in 0..<8 {
                for x in 0..<8 {
                    let at = (cell / 4 * 8 + y) * 32 + cell % 4 * 8 + x
                    for c in 0..<3 { frame.pixels[at * 3 + c] = UInt8(near * 255) }
                    depth[at] = 1 / near
                }
            }
        }
        return DepthTrainer.Example(frame: frame, ground: [Float](repeating: 0, count: 512), depth: depth)
    }

    @Test func learnsWhatBrightnessSays() {
        var configuration = DepthConfiguration()
        (configuration.width, configuration.blocks) = (16, 1)
        let trainer = DepthTrainer(
            DepthEstimator(configuration, seed: 1), schedule: Schedule(peak: 3e-3, steps: 120), batch: 8, seed: 1)
        let examples = (0..<64).map { example($0) }
        let first = trainer.step(examples)
        var last: Float = 0
        for _ in 1..<120 { last = trainer.step(examples) }
        #expect(last < first / 4)
        // The averaged network knows pictures that it was never shown.
        let unknown = example(1000)
        let model = trainer.finished()
        let found = model.disparity(of: unknown.frame, ground: unknown.ground, Context(model.store))
        let error = zip(found, unknown.disparity).reduce(Float(0)) { $0 + abs($1.0 - Float(Float16(bitPattern: $1.1))) }
        #expect(error / 512 < first / 3)
    }

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
