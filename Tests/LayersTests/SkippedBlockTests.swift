import Tensors
import Testing

@testable import Diffusion

/// Passes that also say what the model would without one of its blocks.
struct SkippedBlockTests {
    @Test(arguments: 0..<2)
    func theWholeIsThePlainPassAndTheWeakerOneLacksTheBlock(skipped: Int) {
        let model = GradientTests.tinyDiT()
        // The same weights, but the block's gates are shut: it adds nothing.
        let closed = GradientTests.tinyDiT()
        for parameter in closed.store.parameters where parameter.name.contains("\(skipped).modulation") {
            let (gates, width) = (closed.store.pointer(parameter), 32)
            let inputs = parameter.count / (6 * width)
            for gate in [2, 5] { (gates + gate * width * inputs).update(repeating: 0, count: width * inputs) }
        }
        closed.store.changed()
        let grid = TokenGrid(rows: 2, columns: 3)
        func stream(_ model: DiT) -> FrameStream {
            FrameStream(
                model, grid: grid, contextFrames: 2, context: Context(model.store, precision: .f32))
        }
        var (plain, both, other) = (stream(model), stream(model), stream(closed))
        let context = Context(model.store, precision: .f32)
        for frame in 0..<4 {
            let x = context.constant(GradientTests.noise(96, seed: UInt64(frame)), [6, 16])
            let m = plain.modulations(levels: [0.4], actions: GradientTests.noise(4, seed: 20 + UInt64(frame)))
            let expected = plain.pass(x, m, index: 0).array
            let (whole, weaker) = both.pass(x, m, index: 0, without: skipped)
            #expect(whole.array == expected, "frame \(frame)")
            #expect(GradientTests.relativeError(weaker.array, expected) > 0.01)
            if frame == 0 {
                let n = other.modulations(levels: [0.4], actions: GradientTests.noise(4, seed: 20))
                let without = other.pass(x, n, index: 0).array
                #expect(GradientTests.relativeError(weaker.array, without) < 1e-5)
            }
            plain.advance(m)
            both.advance(m)
        }
    }
}
