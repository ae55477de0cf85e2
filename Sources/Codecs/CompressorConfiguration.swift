/// The shape of a compression network.
public struct CompressorConfiguration: Codable, Hashable, Sendable {
    /// Pictures a latent frame holds; the first latent frame of a video holds one.
    public var temporalFactor = 2
    /// Pixels a latent position spans in each direction.
    public var spatialFactor = 8
    public var latentChannels = 16
    public var width = 128
    public var encoderBlocks = 2
    public var decoderBlocks = 3
    /// Per-channel statistics of raw latents over the training set: the transformer sees (z - mean) / deviation.
    public var latentMean: [Float] = []
    public var latentDeviation: [Float] = []

    public init() {}

    var pixelChannels: Int { spatialFactor * spatialFactor * temporalFactor * 3 }
}
