import Layers
import Tensors

/// Makes a compression network's pictures larger and sharper, in stages of rising resolution: edges are made where they are seen.
///
/// It begins with what the decoder knew before its last layer, at an eighth of the resolution. A stage is residual blocks; a linear
/// map to four times the next one's channels and a rearrangement (pixel shuffle, Shi et al. 2016) lead to that. The last, at half of
/// the resolution, is also shown the decoder's pictures, and makes 2 `scale` x 2 `scale` pixels of each picture at every position:
/// what is to be added to those pictures, enlarged bilinearly. Untrained it adds nothing.
///
/// Each latent frame makes its own pictures alone: causal in time, frame by frame as in a whole clip.
public struct Upsampler: Sendable {
    public let configuration: UpsamplerConfiguration
    public let store: ParameterStore
    private let codec: CompressorConfiguration
    private let blocks: [[ResidualBlock]]
    private let enlargers: [Linear]
    private let shown: Linear
    private let output: Convolution

    /// For networks of shape `codec`. `seed` nil leaves all parameters zero; not `allocated` they have no memory until a file is
    /// found to fit them.
    public init(
        _ configuration: UpsamplerConfiguration, codec: CompressorConfiguration, seed: UInt64? = 0,
        allocated: Bool = true
    ) {
        (self.configuration, self.codec) = (configuration, codec)
        let store = ParameterStore()
        let widths = [codec.width] + configuration.widths
        blocks = widths.indices.map { stage in
            (0..<configuration.blocks[stage]).map {
                ResidualBlock(store, "stages.\(stage).blocks.\($0)", channels: widths[stage])
            }
        }
        enlargers = (1..<widths.count).map {
            Linear(store, "stages.\($0).in", inputs: widths[$0 - 1], outputs: 4 * widths[$0], quantizes: true)
        }
        let (last, pixels) = (widths[widths.count - 1], codec.temporalFactor * 3)
        shown = Linear(store, "shown", inputs: 4 * pixels, outputs: last)
        let side = 2 * configuration.scale
        output = Convolution(store, "out", inputs: last, outputs: side * side * pixels, deviation: 0, quantizes: true)
        if allocated { store.allocate(seed: seed) }
        self.store = store
    }

    /// What the decoder made -> pictures f32 [latent frames, temporalFactor, 8 scale h, 8 scale w, 3]. No gradient goes back to the
    /// decoder.
    public func callAsFunction(_ decoded: DecodedPictures, _ context: Context) -> Tensor {
        let pictures = decoded.pictures
        let (n, t, h, w) = (pictures.shape[0], pictures.shape[1], pictures.shape[2] / 2, pictures.shape[3] / 2)
        let cells = context.permute(pictures, shape: [n, t, h, 2, w, 2, 3], axes: [0, 2, 4, 1, 3, 5, 6])
        var hidden = decoded.features
        for (stage, blocks) in blocks.enumerated() {
            if stage > 0 { hidden = enlarged(hidden, stage, context) }
            if stage == configuration.widths.count {
                let seen = context.cast(context.reshape(cells, [n, h, w, 4 * t * 3]), context.activations)
                hidden = shown(seen, addedTo: GatedSum(hidden), context)
            }
            for block in blocks { hidden = block(hidden, context) }
        }
        let side = 2 * configuration.scale
        let x = context.permute(
            output(hidden, context, output: .f32), shape: [n, h, w, t, side, side, 3], axes: [0, 3, 1, 4, 2, 5, 6])
        let sum = context.reshape(x, [n, t, h * side, w * side, 3])
        PictureScale.addEnlarged(pictures, by: configuration.scale, to: sum, context)
        return sum
    }

    /// At twice the resolution, with the channels of `stage`.
    private func enlarged(_ x: Tensor, _ stage: Int, _ context: Context) -> Tensor {
        let (n, h, w) = (x.shape[0], x.shape[1], x.shape[2])
        let width = configuration.widths[stage - 1]
        let wide = enlargers[stage - 1](context.cast(x, context.activations), context, output: .f32)
        let shuffled = context.permute(wide, shape: [n, h, w, 2, 2, width], axes: [0, 1, 3, 2, 4, 5])
        return context.reshape(shuffled, [n, 2 * h, 2 * w, width])
    }
}
