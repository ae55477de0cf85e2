import Tensors

/// What a decoder makes of latents.
public struct DecodedPictures {
    /// The input of its last layer, f32 [latent frames, h, w, width].
    public let features: Tensor
    /// f32 [latent frames, temporalFactor, 8 h, 8 w, 3].
    public let pictures: Tensor
}
