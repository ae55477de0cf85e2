import Layers
import Tensors

/// Pixels <-> latents. Each latent frame is made of its own pictures alone, so the network is causal in time, and a
/// picture alone is a video of one frame: it is held twice.
///
/// Encoder: space-to-depth by 8 x 8 pixels and `temporalFactor` pictures, a convolution, residual blocks, a linear map
/// to `latentChannels`. Decoder: the mirror image. All work is done at an eighth of the resolution.
public struct VideoCompressor: Sendable {
    public let configuration: CompressorConfiguration
    public let store: ParameterStore
    let encoderIn: Convolution
    let encoderBlocks: [ResidualBlock]
    let encoderOut: Linear
    let decoderIn: Convolution
    let decoderBlocks: [ResidualBlock]
    let decoderOut: Convolution

    /// `seed` nil leaves all parameters zero; not `allocated` they have no memory until a file is found to fit them.
    public init(_ configuration: CompressorConfiguration, seed: UInt64? = 0, allocated: Bool = true) {
        self.configuration = configuration
        let store = ParameterStore()
        let c = configuration
        encoderIn = Convolution(store, "encoder.in", inputs: c.pixelChannels, outputs: c.width)
        encoderBlocks = (0..<c.encoderBlocks).map {
            ResidualBlock(store, "encoder.blocks.\($0)", channels: c.width)
        }
        encoderOut = Linear(store, "encoder.out", inputs: c.width, outputs: c.latentChannels)
        decoderIn = Convolution(store, "decoder.in", inputs: c.latentChannels, outputs: c.width)
        decoderBlocks = (0..<c.decoderBlocks).map {
            ResidualBlock(store, "decoder.blocks.\($0)", channels: c.width)
        }
        decoderOut = Convolution(store, "decoder.out", inputs: c.width, outputs: c.pixelChannels)
        if allocated { store.allocate(seed: seed) }
        self.store = store
    }

    /// Pictures f32 [latent frames, temporalFactor, H, W, 3] in [-1, 1] -> raw latents f32 [latent frames, H/8, W/8, C].
    public func encode(_ pictures: Tensor, _ context: Context) -> Tensor {
        let c = configuration
        let (n, h, w) = (pictures.shape[0], pictures.shape[2], pictures.shape[3])
        let s = c.spatialFactor
        let x = context.permute(
            pictures, shape: [n, c.temporalFactor, h / s, s, w / s, s, 3], axes: [0, 2, 4, 1, 3, 5, 6])
        var hidden = encoderIn(
            context.reshape(x, [n, h / s, w / s, c.pixelChannels]), context, output: .f32)
        for block in encoderBlocks { hidden = block(hidden, context) }
        return encoderOut(hidden, context, output: .f32)
    }

    /// Raw latents f32 [latent frames, h, w, C] -> pictures f32 [latent frames, temporalFactor, 8 h, 8 w, 3].
    public func decode(_ latents: Tensor, _ context: Context) -> Tensor { decoded(latents, context).pictures }

    /// The same, with what the decoder knew before its last layer.
    public func decoded(_ latents: Tensor, _ context: Context) -> DecodedPictures {
        let c = configuration
        let (n, h, w) = (latents.shape[0], latents.shape[1], latents.shape[2])
        let s = c.spatialFactor
        var hidden = decoderIn(latents, context, output: .f32)
        for block in decoderBlocks { hidden = block(hidden, context) }
        let x = decoderOut(hidden, context, output: .f32)
        let pictures = context.permute(
            x, shape: [n, h, w, c.temporalFactor, s, s, 3], axes: [0, 3, 1, 4, 2, 5, 6])
        return DecodedPictures(
            features: hidden, pictures: context.reshape(pictures, [n, c.temporalFactor, h * s, w * s, 3]))
    }
}
