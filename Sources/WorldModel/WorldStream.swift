import Memory
import Tensors
import Worlds

/// The one drive of memory along a video, latent frame by latent frame: what a context is fed of pictures that are given
/// (a reset, a judge), made (play) or known beforehand (training). A value: a copy goes another way from here.
public struct WorldStream: Sendable {
    public let video: LatentVideo
    private let channels: Int
    /// What it has seen so far.
    public private(set) var memory: any Memory

    /// `pitch` is how far upwards the camera looks in the first picture, radians; `memory` replaces the checkpoint's own.
    public init(_ checkpoint: Checkpoint, pitch: Float?, memory: (any Memory)? = nil, video: LatentVideo) {
        self.video = video
        channels = checkpoint.actionSpace.channels.count
        self.memory = memory ?? checkpoint.memory(pitch: pitch, scale: video.scale, pool: video.context.pool)
    }

    public init(_ checkpoint: Checkpoint, pitch: Float?, precision: Context.Precision) {
        self.init(checkpoint, pitch: pitch, video: LatentVideo(checkpoint, precision: precision))
    }

    /// Pictures of a latent frame after the first.
    public var framesPerStep: Int { video.compressor.configuration.temporalFactor }

    /// What is known of the pictures that `actions`, one a picture, lead to.
    public func ahead(_ actions: [[Float]]) -> Prospect {
        let followed = memory.followed(actions)
        let shown = video.context.measured("views of memory") { memory.views(followed) }
        return Prospect(actions: followed, shown: shown, reach: memory.reach(followed))
    }

    /// Takes in the pictures of a prospect, or as many as there are; `generation` as in `Memory`.
    public mutating func append(_ frames: [Frame], after prospect: Prospect, generation: [UInt8]? = nil) {
        memory.append(frames, actions: Array(prospect.actions.prefix(frames.count)), generation: generation)
    }

    /// A picture before the first latent frame, which memory alone sees.
    public mutating func remember(_ frame: Frame, action: Action) {
        memory.append([frame], actions: memory.followed([action.values]), generation: nil)
    }

    /// The first latent frame, which holds one picture; `action` led to it, nil: none.
    public mutating func begin(_ frame: Frame, action: Action? = nil) -> ContextFrame {
        let none = Action.none(channels)
        remember(frame, action: action ?? none)
        let group = [Frame](repeating: frame, count: framesPerStep)
        return ContextFrame(latent: video.encode([group]), actions: group.flatMap { _ in none.values }, view: nil)
    }

    /// The next `framesPerStep` pictures of a video, each with the action that led to it.
    public mutating func take(_ frames: [Frame], actions: [Action]) -> ContextFrame {
        let prospect = ahead(actions.map(\.values))
        append(frames, after: prospect)
        return ContextFrame(
            latent: video.encode([frames]), actions: prospect.actions.flatMap(\.self),
            view: prospect.shown.map { RememberedView($0, video: video) })
    }
}
