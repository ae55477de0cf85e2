import Tensors
import Testing

@testable import Diffusion

struct PatchesTests {
    @Test(arguments: [1, 2]) func latentsBecomeTokensAndBack(patch: Int) {
        let context = Context(ParameterStore(), precision: .f32)
        let shape = [3, 4, 6, 5]
        let values = (0..<3 * 4 * 6 * 5).map { Float($0) }
        let grid = TokenGrid(rows: 4 / patch, columns: 6 / patch)
        let tokens = Patches.tokens(context.constant(values, shape), patch: patch, context)
        #expect(tokens.shape == [3 * grid.count, patch * patch * 5])
        // The second token of the first row begins where the second patch does.
        #expect(tokens.array[patch * patch * 5] == Float(patch * 5))
        let back = Patches.latents(tokens, grid: grid, patch: patch, context)
        #expect(back.shape == shape && back.array == values)
    }

    @Test func noiseLevelsAreToldApart() {
        let context = Context(ParameterStore(), precision: .f32)
        let levels: [Float] = [0, 0.01, 0.03, 0.5, 0.97, 1]
        let features = NoiseEmbedding.features(levels, context)
        #expect(features.shape == [6, NoiseEmbedding.inputs] && features.array.allSatisfy { abs($0) <= 1 })
        let rows = (0..<6).map { Array(features.array[$0 * NoiseEmbedding.inputs..<($0 + 1) * NoiseEmbedding.inputs]) }
        for (a, b) in zip(rows, rows.dropFirst()) { #expect(TinyDiT.relativeError(a, b) > 0.1) }
        // Level 0 is a clean frame: all cosines are 1.
        #expect(rows[0].prefix(NoiseEmbedding.inputs / 2).allSatisfy { $0 == 1 })
    }
}
