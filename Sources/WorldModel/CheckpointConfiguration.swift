import Diffusion
import VideoCompression

/// `config.json` of a checkpoint.
public struct CheckpointConfiguration: Codable, Hashable, Sendable {
    public static let format = "diorama/1"

    public var format = Self.format
    public var name = "untitled"
    /// Size of the pictures it was trained on.
    public var width = 128
    public var height = 80
    public var framesPerSecond = 20
    /// Denoising steps a frame, unless the user asks for others.
    public var denoisingSteps = 4
    /// Noise level at which finished frames enter the context.
    public var contextNoise: Float = 0.03
    /// How far a finished frame is drawn to what memory shows of it where the two nearly agree, 0 to 1; nil: not at all.
    public var viewTrust: Float?
    public var compressor = CompressorConfiguration()
    public var transformer = DiTConfiguration()
    /// The depth estimator of memory; nil: the world is taken for level ground with a backdrop.
    public var depth: DepthConfiguration?

    public init() {}
}
