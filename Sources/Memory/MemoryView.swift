import Worlds

/// What memory shows from one camera.
public struct MemoryView: Sendable {
    public var frame: Frame
    /// For each pixel, 2 where the newest picture shows it, 1 where an older one does, 0 where none does.
    public var seen: [UInt8]
    /// For each pixel, how often it was made anew since a camera saw it: 0 in a given picture, 1 where a model made it up,
    /// and one more each time that it is carried on.
    public var generation: [UInt8]
}
