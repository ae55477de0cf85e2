import Worlds

/// What a world remembers of its past pictures, and what that shows of those to come. A value: a copy goes its own way.
public protocol Memory: Sendable {
    /// `actions`, one a picture, as the transformer is told of them.
    func followed(_ actions: [[Float]]) -> [[Float]]
    /// What memory shows after each of `actions`, which are followed ones; nil where it shows nothing.
    func views(_ actions: [[Float]]) -> [MemoryView]?
    /// How far `actions` take the camera, metres and radians.
    func reach(_ actions: [[Float]]) -> (way: Float, angle: Float)
    /// Takes in the pictures that `actions` led to, all of one size; the last one is what the next view begins from.
    /// `generation` says of each of its pixels how often it was made anew; nil: a picture that a camera saw.
    mutating func append(_ frames: [Frame], actions: [[Float]], generation: [UInt8]?)
}
