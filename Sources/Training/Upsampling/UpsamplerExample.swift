import Worlds

/// One latent frame's pictures as an upsampler learns from them.
public struct UpsamplerExample: Sendable {
    /// As they should be shown.
    public let large: [Frame]
    /// The same moments at the encoder's size, as it was trained on them; nil: means of the large ones' pixels serve.
    public let small: [Frame]?

    public init(large: [Frame], small: [Frame]? = nil) { (self.large, self.small) = (large, small) }
}
