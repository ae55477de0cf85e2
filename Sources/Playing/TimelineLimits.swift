/// How much of the past is kept.
public struct TimelineLimits: Sendable {
    /// Frames whose pictures are kept, all branches together.
    public var window: Int
    /// Rollouts to go back to, all branches together.
    public var keyframes: Int
    /// Frames from one keyframe to the next.
    public var keyframeEvery: Int

    public init(window: Int, keyframes: Int = 24, keyframeEvery: Int = 160) {
        (self.window, self.keyframes, self.keyframeEvery) = (window, keyframes, keyframeEvery)
    }

    /// Two minutes of pictures, or 128 MB of them where they are large.
    init(_ start: Rollout) {
        let bytes = start.frame.pixels.count + (start.referenceFrame?.pixels.count ?? 0)
        self.init(window: max(200, min(2400, (128 << 20) / max(1, bytes))))
    }

    /// What each of `branches` may keep.
    func share(of branches: Int) -> (window: Int, keyframes: Int) {
        (max(1, window / branches), max(3, keyframes / branches))
    }
}
