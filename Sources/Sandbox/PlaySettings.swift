import Foundation
import ReferenceWorld
import WorldModel
import Worlds

/// What is played, and from where.
public struct PlaySettings: Sendable, Codable, Equatable {
    /// "reference", a shipped checkpoint's name or a checkpoint folder.
    public var world: String
    public var scene: String
    public var seed: UInt64
    /// Denoising steps a latent frame; nil takes the checkpoint's.
    public var steps: Int?

    public init(world: String = "small", scene: String = "", seed: UInt64 = Start.firstHeldOutSeed, steps: Int? = nil) {
        (self.world, self.scene, self.seed, self.steps) = (world, scene, seed, steps)
    }
}
