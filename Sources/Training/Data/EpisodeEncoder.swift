import Diffusion
import Episodes
import Tensors
import WorldModel
import Worlds

/// Makes episodes into what a checkpoint's transformer learns from: always on the CPU, where there is a core for every
/// episode, while a GPU trains.
public struct EpisodeEncoder: Sendable {
    public let video: LatentVideo
    /// How the camera moves, where the transformer is shown what memory shows.
    private let motion: CameraMotion?
    private let depth: DepthEstimator?
    private let pool = BufferPool(device: nil)
    public var seesMemory: Bool { motion?.travel != nil }

    public init(_ start: Checkpoint) {
        video = LatentVideo(start.compressor, context: Context(start.compressor.store, pool: pool))
        let transformer = start.configuration.transformer
        motion = transformer.seesMemory == true ? transformer.camera : nil
        depth = start.depth
    }

    /// Latents, actions and, where the transformer sees memory, what that would show of each latent frame. Memory's camera
    /// looks as far upwards at first as the episode's first pose says.
    public func encode(_ episode: Episode) -> LatentSet.Episode {
        let memory = motion.flatMap {
            ViewMemory($0, pitch: episode.poses.first?.pitch, depth: depth, pool: pool)
        }
        return LatentSet.episode(frames: episode.frames, actions: episode.actions, video: video, memory: memory)
    }
}
