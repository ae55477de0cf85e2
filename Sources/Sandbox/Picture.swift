import Worlds

/// What the window shows of one frame.
public struct Picture: Sendable {
    public var frame: Frame
    /// The reference world under the same keys.
    public var reference: Frame?
    /// Frames since the start.
    public var number: Int
    public var branch: Int
    public var action: Action
    /// When the oldest key it is the first to answer was pressed or released.
    public var keyed: ContinuousClock.Instant?
    /// To be shown at once, not in its turn.
    public var immediate = false
}
