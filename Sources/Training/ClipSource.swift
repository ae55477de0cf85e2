import Worlds

/// Where training clips come from: the same number always gives the same clip.
public protocol ClipSource: Sendable {
    /// Episodes there are.
    var count: Int { get }
    /// Frames and the actions that led to them (the first action is none).
    func episode(_ index: Int) throws -> (frames: [Frame], actions: [Action])
}
