import Episodes
import Memory
import Tensors
import WorldModel
import Worlds

/// Makes episodes into what a checkpoint's transformer learns from: always on the CPU, where there is a core for every
/// episode, while a GPU trains.
public struct EpisodeEncoder: Sendable {
    public let video: LatentVideo
    private let start: Checkpoint
    public var collisions: Collisions { start.configuration.collisions ?? .rule }
    public let seesMemory: Bool
    public var takesText: Bool { start.vocabulary != nil }

    /// For pictures of `size`; nil: of the checkpoint's own.
    public init(_ start: Checkpoint, size: PictureSize? = nil) {
        var start = start
        if let size { (start.configuration.width, start.configuration.height) = (size.width, size.height) }
        video = LatentVideo(
            start.compressor, context: Context(start.compressor.store, pool: BufferPool(device: nil)))
        self.start = start
        seesMemory = start.memory(pitch: nil) is WarpMemory
    }

    /// Latents, actions and, where the transformer sees memory, what that would show of each latent frame. Memory's camera
    /// looks as far upwards at first as the episode's first pose says.
    public func encode(_ episode: Episode) -> LatentSet.Episode {
        let stream = WorldStream(start, pitch: episode.poses.first?.pitch, video: video)
        var made = LatentSet.episode(
            frames: episode.frames, actions: episode.actions, video: video, stream: seesMemory ? stream : nil)
        guard takesText else { return made }
        made.facts = episode.facts
        if made.facts == nil, !episode.caption.isEmpty {
            made.facts = SceneFacts()
            made.facts?.caption = episode.caption
        }
        return made
    }
}
