import Diffusion
import Foundation
import Layers
import Tensors

/// Says for each latent cell whether what memory shows of it is right: where it is, it is kept to the bit; elsewhere the
/// transformer's own content stands.
///
/// A convolution over what the transformer made, what memory shows and how far the two lie apart; where `blocks` are named, linear
/// maps of the residual stream after those are added to it; residual blocks; two scores a cell, of which the softmax is the
/// probability. The transformer stays as it is.
public struct TrustHead: Sendable {
    public let configuration: TrustConfiguration
    public let store: ParameterStore
    private let patch: Int
    private let states: [Linear]
    private let input: Convolution
    private let blocks: [ResidualBlock]
    private let output: Linear

    /// A head for transformers of this shape. Not `allocated` the parameters have no memory until a file is found to fit them.
    public init(
        _ configuration: TrustConfiguration, for transformer: DiTConfiguration, seed: UInt64? = 0,
        allocated: Bool = true
    ) {
        self.configuration = configuration
        patch = transformer.patch
        let store = ParameterStore()
        let (width, area) = (configuration.width, transformer.patch * transformer.patch)
        states = configuration.blocks.map {
            Linear(store, "states.\($0)", inputs: transformer.width, outputs: area * width)
        }
        input = Convolution(
            store, "in", inputs: TrustConfiguration.inputs(latentChannels: transformer.latentChannels), outputs: width)
        blocks = (0..<configuration.depth).map { ResidualBlock(store, "blocks.\($0)", channels: width) }
        output = Linear(store, "out", inputs: width, outputs: 2)
        if allocated { store.allocate(seed: seed) }
        self.store = store
    }

    /// States f32 [frames * tokens, width] each, and cells f32 [frames, h, w, 3 C + 4] as `TrustEvidence.cells` says, to
    /// scores f32 [frames, h, w, 2]: of dropping memory's cell and of keeping it.
    public func callAsFunction(_ given: [Tensor], cells: Tensor, _ context: Context) -> Tensor {
        let grid = TokenGrid(rows: cells.shape[1] / patch, columns: cells.shape[2] / patch)
        var sum: Tensor?
        for (linear, state) in zip(states, given) {
            let x = context.normalize(state)
            sum = sum.map { linear(x, addedTo: GatedSum($0), context) } ?? linear(x, context, output: .f32)
        }
        var x: Tensor
        if let sum {
            x = input(cells, addedTo: Patches.latents(sum, grid: grid, patch: patch, context), context)
        } else {
            x = input(cells, context, output: .f32)
        }
        for block in blocks { x = block(x, context) }
        return output(context.cast(x, context.activations), context, output: .f32)
    }

    /// Whether memory is right, for each cell of a latent frame, row by row.
    public func trusted(_ evidence: TrustEvidence, _ context: Context) -> [Bool] {
        let cells = context.constant(
            evidence.cells(),
            Array(evidence.made.shape.dropLast())
                + [TrustConfiguration.inputs(latentChannels: evidence.made.columns)])
        let logits = Self.logits(self(evidence.states, cells: cells, context))
        let least = log(configuration.threshold / (1 - configuration.threshold))
        return logits.map { $0 >= least }
    }

    /// How much more each cell's memory is to be kept than dropped, in nats.
    public static func logits(_ scores: Tensor) -> [Float] {
        (0..<scores.rows).map { scores.f32[2 * $0 + 1] - scores.f32[2 * $0] }
    }
}
