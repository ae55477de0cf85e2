/// The shape of an upsampler.
public struct UpsamplerConfiguration: Codable, Hashable, Sendable {
    /// Pixels made for each pixel that the encoder sees, in each direction.
    public var scale = 2
    /// Channels of the stages at a quarter and at half of the encoder's resolution.
    public var widths = [80, 48]
    /// Residual blocks at an eighth, a quarter and half of it.
    public var blocks = [1, 2, 2]

    public init() {}
}
