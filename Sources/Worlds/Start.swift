/// Where a rollout begins: a scene and a seed, or frames to go on from.
public struct Start: Sendable {
    /// Scene family, e.g. "meadow"; empty lets the seed choose.
    public var scene: String
    /// World seeds from 1,000,000,000 up are held out: never trained on.
    public var seed: UInt64
    /// A scene built to order, instead of one of a family.
    public var description: SceneDescription?
    public var width: Int
    public var height: Int
    /// Frames to continue, oldest first, with the action that led to each; empty begins at the scene's own start.
    public var history: [(frame: Frame, action: Action)]
    /// How far upwards the camera looks in the first frame of `history`, radians, where that is known.
    public var pitch: Float?

    public static let firstHeldOutSeed: UInt64 = 1_000_000_000

    public init(
        scene: String = "", seed: UInt64 = 0, description: SceneDescription? = nil, width: Int = 128,
        height: Int = 80, history: [(frame: Frame, action: Action)] = []
    ) {
        (self.scene, self.seed, self.description) = (scene, seed, description)
        (self.width, self.height, self.history) = (width, height, history)
    }
}
