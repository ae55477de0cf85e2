import Foundation
import Media
import Tensors
import Worlds

/// What is played, and from where: the header of an action log.
public struct PlaySettings: Sendable, Codable, Equatable {
    /// One frame to go on from, as PNG bytes, so that a log needs no other file to be replayed.
    public struct Given: Sendable, Codable, Equatable {
        public var png: Data
        public var action: [Float]

        public init(png: Data, action: [Float]) { (self.png, self.action) = (png, action) }
    }

    /// "reference", a shipped checkpoint's name or a checkpoint folder.
    public var world: String
    /// Empty lets the seed choose.
    public var scene: String
    public var seed: UInt64
    /// A scene built to order, as scenarios have; nil takes one of the family `scene`.
    public var description: SceneDescription?
    /// Actions of the standard space that come first, as a scenario's evaluation has them: a learned world is given the
    /// frames that the reference world makes of them. Nil gives it the scene's first frame alone.
    public var lead: [Action]?
    /// Denoising steps a latent frame; nil takes the checkpoint's.
    public var steps: Int?
    /// The arithmetic of a learned world; nil is bf16, as it was before there was a choice.
    public var precision: Context.Precision?
    /// SHA-256 of the checkpoint's weights, `Checkpoint.weightsHash`; nil in worlds that have none and in logs that do not say.
    public var weights: String?
    /// What the pictures to come show, in words, where the world takes text; nil: no words.
    public var prompt: String?
    /// Size of the pictures; nil takes the world's own.
    public var width: Int?
    public var height: Int?
    /// Frames to go on from, oldest first; nil begins at the scene's own start.
    public var given: [Given]?

    public init(world: String = "small", scene: String = "", seed: UInt64 = Start.firstHeldOutSeed, steps: Int? = nil) {
        (self.world, self.scene, self.seed, self.steps) = (world, scene, seed, steps)
    }

    /// The frames of `given`.
    public func history() throws -> [(frame: Frame, action: Action)] {
        var bytes = 0
        return try (given ?? []).map { given in
            let frame = try PNG.decode(given.png, name: "the log's picture")
            bytes += frame.pixels.count
            guard bytes <= 1 << 30 else {
                throw FileError("The log's pictures are more than 1 GB; give smaller or fewer.")
            }
            return (frame, Action(values: given.action))
        }
    }

    /// Begins from these frames.
    public mutating func begin(from history: [(frame: Frame, action: Action)]) throws {
        given = try history.map { Given(png: Data(try PNG.encode($0.frame)), action: $0.action.values) }
        (width, height) = (history.last?.frame.width, history.last?.frame.height)
    }
}
