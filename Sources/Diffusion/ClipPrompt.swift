import Tensors

/// What a clip of latent frames is asked to be, as the transformer sees it.
public struct ClipPrompt: Sendable {
    /// What is given of a latent frame [1, h, w, C], and how firmly: 1 exactly, 0 not at all.
    public struct Given: Sendable {
        public var latent: Tensor
        public var strength: Float

        public init(_ latent: Tensor, strength: Float = 1) { (self.latent, self.strength) = (latent, strength) }
    }

    /// By the latent frame's number.
    public var given: [Int: Given]
    /// Those that lead to each latent frame, one entry a frame.
    public var actions: [[Float]]
    public var mask: AttentionShape.Mask
    /// Numbers of the words of a text; empty: none.
    public var words: [Int]

    public init(given: [Int: Given] = [:], actions: [[Float]], mask: AttentionShape.Mask, words: [Int] = []) {
        (self.given, self.actions, self.mask, self.words) = (given, actions, mask, words)
    }

    public var frames: Int { actions.count }
}
