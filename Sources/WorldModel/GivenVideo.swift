import Tensors
import Worlds

/// Encodes a true video for a streaming session; memory holds the true pictures. A value: a copy goes another way from
/// here.
public struct GivenVideo: Sendable {
    private let video: LatentVideo
    private let channels: Int
    /// What it has seen so far.
    private(set) var memory: ViewMemory?

    /// `pitch` is how far upwards the camera looks in the first picture, radians.
    public init(_ checkpoint: Checkpoint, pitch: Float?, precision: Context.Precision) {
        self.init(
            checkpoint, pitch: pitch,
            video: LatentVideo(
                checkpoint.compressor, context: Context(checkpoint.compressor.store, precision: precision)))
    }

    init(_ checkpoint: Checkpoint, pitch: Float?, video: LatentVideo) {
        self.video = video
        channels = checkpoint.actionSpace.channels.count
        let transformer = checkpoint.configuration.transformer
        memory =
            transformer.seesMemory == true
            ? ViewMemory(transformer.camera, pitch: pitch, depth: checkpoint.depth) : nil
    }

    /// Pictures of a latent frame after the first.
    public var groupSize: Int { video.compressor.configuration.temporalFactor }

    /// A picture before the first latent frame, which memory alone sees.
    mutating func remember(_ frame: Frame, action: Action) { memory?.append([frame], actions: [action.values]) }

    /// The first latent frame, which holds one picture; `action` led to it, nil: none.
    public mutating func begin(_ frame: Frame, action: Action? = nil) -> GivenFrame {
        let none = Action.none(channels)
        remember(frame, action: action ?? none)
        let group = [Frame](repeating: frame, count: groupSize)
        return GivenFrame(latent: video.encode([group]), actions: group.flatMap { _ in none.values }, view: nil)
    }

    /// The next `groupSize` pictures, each with the action that led to it.
    public mutating func append(_ frames: [Frame], actions: [Action]) -> GivenFrame {
        let values = actions.map(\.values)
        let view = memory?.views(values).map { RememberedView($0, video: video) }
        memory?.append(frames, actions: values)
        return GivenFrame(latent: video.encode([frames]), actions: values.flatMap(\.self), view: view)
    }
}
