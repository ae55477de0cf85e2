import ReferenceWorld
import Tensors
import Training
import WorldModel

/// Makes rendered episodes into what a checkpoint's transformer learns from: always on the CPU, where there is a core for every
/// episode, while a GPU trains.
struct EpisodeEncoder: Sendable {
    let video: LatentVideo
    private let memory: ViewMemory?
    /// Memory as it is at the start of staged scenes.
    private let stagedMemory: ViewMemory?
    var seesMemory: Bool { memory != nil }

    init(_ start: Checkpoint) {
        let pool = BufferPool(device: nil)
        video = LatentVideo(start.compressor, context: Context(start.compressor.store, pool: pool))
        let c = start.configuration.transformer
        memory = c.seesMemory == true ? ViewMemory(c.camera, depth: start.depth, pool: pool) : nil
        stagedMemory = memory.flatMap {
            ViewMemory($0.motion, pitch: ReferenceWorld.stagePitch, depth: start.depth, pool: pool)
        }
    }

    func episode(_ number: Int, of source: RenderedEpisodes) throws -> LatentSet.Episode {
        let (frames, actions) = try source.episode(number)
        return LatentSet.episode(
            frames: frames, actions: actions, video: video, memory: source.staged ? stagedMemory : memory)
    }
}
