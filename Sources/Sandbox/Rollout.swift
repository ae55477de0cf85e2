import Foundation
import ReferenceWorld
import WorldModel
import Worlds

/// A world being played, with the reference world under the same keys beside it. A value: a copy is a fork.
public struct Rollout: Sendable {
    public private(set) var settings: PlaySettings
    public private(set) var reference = ReferenceWorld(truth: false)
    public private(set) var learned: LearnedWorld?
    public private(set) var frame: Frame
    public private(set) var referenceFrame: Frame
    /// Frames made since the start.
    public private(set) var count = 0

    /// Begins in the reference world's first frame, or in `picture`.
    public init(_ settings: PlaySettings, picture: Frame? = nil) throws {
        let checkpoint = settings.world == "reference" ? nil : try Checkpoint.named(settings.world)
        try self.init(settings, checkpoint: checkpoint, picture: picture)
    }

    public init(_ settings: PlaySettings, checkpoint: Checkpoint?, picture: Frame? = nil) throws {
        self.settings = settings
        let (w, h) = (checkpoint?.configuration.width ?? 256, checkpoint?.configuration.height ?? 160)
        referenceFrame = try reference.reset(
            Start(scene: settings.scene, seed: settings.seed, width: picture?.width ?? w, height: picture?.height ?? h)
        ).frame
        frame = picture ?? referenceFrame
        guard let checkpoint else { return }
        var world = LearnedWorld(checkpoint: checkpoint)
        if let steps = settings.steps { world.denoisingSteps = steps }
        frame =
            try world.reset(
                Start(
                    seed: settings.seed, history: [(frame: frame, action: .none(checkpoint.actionSpace.channels.count))]
                )
            ).frame
        learned = world
    }

    public var actionSpace: ActionSpace { learned?.actionSpace ?? .standard }
    /// Frames that one call of `advance` makes.
    public var groupSize: Int { learned?.groupSize ?? 1 }
    public var denoisingSteps: Int { learned?.denoisingSteps ?? 0 }

    public mutating func setDenoisingSteps(_ steps: Int) { learned?.denoisingSteps = max(1, min(64, steps)) }

    /// Holds `action` for one group of frames; returns the pictures of the world and of the reference.
    public mutating func advance(_ action: Action) throws -> [(world: Frame, reference: Frame)] {
        var pairs: [(world: Frame, reference: Frame)] = []
        let actions = [Action](repeating: action, count: groupSize)
        let made = try learned?.steps(actions)
        for i in 0..<groupSize {
            if learned == nil || actionSpace == .standard { referenceFrame = try reference.step(action).frame }
            frame = made?[i] ?? referenceFrame
            pairs.append((frame, referenceFrame))
            count += 1
        }
        return pairs
    }
}
