import Camera
import Codecs
import Diffusion
import Worlds

@testable import WorldModel

/// The shape of the smallest model that sees memory: pictures of 32 x 32, four latent channels. Tests change what they are about.
enum RememberingModel {
    static func configuration(depth: Int = 2, contextFrames: Int = 3, pitchLimit: Float = 0.9)
        -> CheckpointConfiguration
    {
        var configuration = CheckpointConfiguration()
        (configuration.width, configuration.height) = (32, 32)
        var c = CompressorConfiguration()
        (c.width, c.latentChannels, c.encoderBlocks, c.decoderBlocks) = (8, 4, 0, 0)
        (c.latentMean, c.latentDeviation) = ([Float](repeating: 0, count: 4), [Float](repeating: 1, count: 4))
        configuration.compressor = c
        var t = DiTConfiguration()
        (t.width, t.depth, t.heads, t.latentChannels, t.contextFrames) = (32, depth, 2, 4, contextFrames)
        t.actionInputs = ActionSpace.standard.channels.count * c.temporalFactor
        t.camera = CameraMotion(ActionSpace.standard, fieldOfView: 75)
        t.camera?.travel = CameraTravel(
            ActionSpace.standard, eyeHeight: 1.5, startPitch: 0, pitchLimit: pitchLimit)
        t.seesMemory = true
        configuration.transformer = t
        return configuration
    }
}
