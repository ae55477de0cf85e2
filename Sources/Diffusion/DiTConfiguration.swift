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

    public init() {}

    public var headDim: Int { width / heads }
    public var tokenChannels: Int { patch * patch * latentChannels }
    /// What the first layer sees of a token.
    var inputChannels: Int { tokenChannels + (camera == nil ? 0 : CameraMotion.screenInputs) }
}
