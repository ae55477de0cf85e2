import Layers
import Tensors
import WorldModel

/// Tells true pictures from those that a refiner made, cell by cell of 8 x 8 pixels (a patch
/// discriminator: Isola et al. 2017).
///
/// Space-to-depth by 4 x 4 pixels, convolutions, space-to-depth by 2 x 2, convolutions; one score a cell, above 0 for real.
struct Discriminator {
    let store: ParameterStore
    private let fine: Convolution
    private let fineBlocks: [ResidualBlock]
    private let coarse: Convolution
    private let coarseBlocks: [ResidualBlock]
    private let output: Convolution
    static let cell = 8

    init(pictures: Int, width: Int = 64, seed: UInt64) {
        let store = ParameterStore()
        fine = Convolution(store, "fine", inputs: 16 * 3 * pictures, outputs: width)
        fineBlocks = (0..<2).map { ResidualBlock(store, "fine.blocks.\($0)", channels: width) }
        coarse = Convolution(store, "coarse", inputs: 4 * width, outputs: 2 * width)
        coarseBlocks = (0..<1).map { ResidualBlock(store, "coarse.blocks.\($0)", channels: 2 * width) }
        // A bf16 product has an even number of outputs: the score is half the sum of two.
        output = Convolution(store, "out", inputs: 2 * width, outputs: 2)
        store.allocate(seed: seed)
        self.store = store
    }

    /// Pictures f32 [n, t, H, W, 3] in [-1, 1] -> f32 [n, H / 8, W / 8, 2]; a cell's score is the sum of its two numbers.
    func callAsFunction(_ x: Tensor, _ context: Context) -> Tensor {
        let (n, t, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
        let cells = context.permute(x, shape: [n, t, h / 4, 4, w / 4, 4, 3], axes: [0, 2, 4, 1, 3, 5, 6])
        var hidden = fine(context.reshape(cells, [n, h / 4, w / 4, 48 * t]), context, activation: .silu, output: .f32)
        for block in fineBlocks { hidden = block(hidden, context) }
        let c = hidden.shape[3]
        let wide = context.permute(hidden, shape: [n, h / 8, 2, w / 8, 2, c], axes: [0, 1, 3, 2, 4, 5])
        hidden = coarse(
            context.reshape(wide, [n, h / 8, w / 8, 4 * c]), context, activation: .silu, output: .f32)
        for block in coarseBlocks { hidden = block(hidden, context) }
        return output(hidden, context, output: .f32)
    }
}
