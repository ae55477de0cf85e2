import Codecs
import Diffusion
import Memory

/// `config.json` of a checkpoint.
public struct CheckpointConfiguration: Codable, Hashable, Sendable {
    public static let format = "diorama/1"

    public var format = Self.format
    public var name = "untitled"
    /// Size of the pictures that the encoder sees; those that are shown are as large, or larger by the upsampler's scale.
    public var width = 128
    public var height = 80
    /// Of its world, a second.
    public var framesPerSecond = 20.0
    /// Denoising steps a frame, unless the user asks for others.
    public var denoisingSteps = 4
    /// Noise level at which finished frames enter the context.
    public var contextNoise: Float = 0.03
    /// Without a trust head: how far a finished frame is drawn to what memory shows of it where the two nearly agree, 0 to 1;
    /// nil: not at all.
    public var viewTrust: Float?
    /// The same while the camera stands still, where memory shows what was there to the pixel; nil: as on the move.
    public var stillTrust: Float?
    /// Whether each denoising step makes a whole picture, to which new noise is added for the next one, as transformers trained
    /// by distribution matching want it; nil: steps are Euler's.
    public var renoises: Bool?
    public var compressor = CompressorConfiguration()
    public var transformer = DiTConfiguration()
    /// The depth estimator of memory; nil: the world is taken for level ground with a backdrop.
    public var depth: DepthConfiguration?
    /// Who decides what stands in a body's way; nil: the rule.
    public var collisions: Collisions?
    /// What judges memory; nil: `viewTrust` and `stillTrust`.
    public var trust: TrustConfiguration?
    /// What makes the decoder's pictures larger and sharper; nil: they are shown as they are.
    public var upsampler: UpsamplerConfiguration?

    public init() {}

    /// Of the pictures that go in and come out, pixels.
    public var pictureSize: (width: Int, height: Int) {
        let scale = upsampler?.scale ?? 1
        return (width * scale, height * scale)
    }

    /// How far memory is trusted where the camera goes `way` metres and `angle` radians for its next view.
    func trust(way: Float, angle: Float) -> Float {
        let moving = viewTrust ?? 0
        let share = min(1, way / Self.nearWay + angle / Self.nearAngle)
        return moving + (1 - share) * ((stillTrust ?? moving) - moving)
    }

    /// From either on the camera counts as moving: half a step, two degrees.
    private static let (nearWay, nearAngle): (Float, Float) = (0.06, 0.035)
}
