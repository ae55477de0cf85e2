import Camera
import Text

/// The shape of a diffusion transformer.
public struct DiTConfiguration: Codable, Hashable, Sendable {
    public var latentChannels = 16
    /// Latent pixels a token spans in each direction.
    public var patch = 2
    public var width = 320
    public var depth = 8
    public var heads = 5
    public var mlpRatio = 4
    /// Numbers that describe the actions of one latent frame: channels times pictures.
    public var actionInputs = 16
    /// Latent frames of context a streaming session keeps.
    public var contextFrames = 15
    public var normalizesQK = true
    public var learnsPositions3D = true

    /// How actions turn the camera; nil where they turn none, or nobody knows how.
    public var camera: CameraMotion?
    /// Whether tokens come with what memory shows of the new view (`views`); nil and false: no.
    public var seesMemory: Bool?
    /// The text encoder's shape; nil where the model takes no text.
    public var text: TextConfiguration?

    public init() {}

    public var headDim: Int { width / heads }
    public var tokenChannels: Int { patch * patch * latentChannels }
    /// Numbers of a latent pixel of a remembered view: its latent, whether the newest picture shows it, whether any
    /// does, and the noise level.
    public var viewChannels: Int { latentChannels + 3 }
    /// What the first layer sees of a token.
    var inputChannels: Int {
        tokenChannels + (camera == nil ? 0 : CameraMotion.screenInputs)
            + (seesMemory == true ? patch * patch * viewChannels : 0)
    }
}
