import Memory

/// What is known of a latent frame before it is there.
public struct Prospect: Sendable {
    /// One a picture, as the transformer is told of them.
    public let actions: [[Float]]
    /// What memory shows of each picture; nil: nothing.
    public let shown: [MemoryView]?
    /// How far the camera goes, metres and radians.
    let reach: (way: Float, angle: Float)
}
