import Tensors
import Worlds

/// What a video is asked to be, in pictures: which of them are given and how firmly, who sees whom, and what is done.
///
/// Every way of prompting is one table of these: a picture to begin with, both ends of a gap, all pictures at half strength.
public struct Prompt: Sendable {
    /// A picture, and how firmly it is given: 1 to the bit, 0 not at all.
    public struct Given: Sendable {
        public var frame: Frame
        public var strength: Float

        public init(_ frame: Frame, strength: Float = 1) { (self.frame, self.strength) = (frame, strength) }
    }

    /// By the picture's number.
    public var given: [Int: Given]
    /// The action that led to each picture, one entry a picture.
    public var actions: [Action]
    public var mask: AttentionShape.Mask
    /// What is to be seen, in words; empty: no words.
    public var text = ""

    public init(given: [Int: Given] = [:], actions: [Action], mask: AttentionShape.Mask) {
        (self.given, self.actions, self.mask) = (given, actions, mask)
    }

    /// Pictures of the video.
    public var count: Int { actions.count }
}
