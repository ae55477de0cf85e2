import WorldModel
import Worlds

/// A world whose pictures are denoised.
public protocol DenoisingWorld: World {
    /// Takes effect with the next latent frame.
    var denoisingSteps: Int { get set }
    /// Past latent frames it sees.
    var contextFrames: Int { get }
}

extension LearnedWorld: DenoisingWorld {}
