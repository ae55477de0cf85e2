import Tensors
import Testing
import Training
import Worlds

@testable import Memory
@testable import WorldModel

/// Training of memory's depth estimator.
struct DepthTrainerTests {
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
}
