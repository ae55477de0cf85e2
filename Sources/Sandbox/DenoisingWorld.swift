import WorldModel
import Worlds

/// A world whose pictures are denoised, several to a latent frame.
public protocol DenoisingWorld: World {
    /// Takes effect with the next latent frame.
    var denoisingSteps: Int { get set }
    /// Past latent frames it sees.
    var contextFrames: Int { get }
    /// Pictures a latent frame holds; one action is held for all of them.
    var groupSize: Int { get }
}

extension LearnedWorld: DenoisingWorld {}
