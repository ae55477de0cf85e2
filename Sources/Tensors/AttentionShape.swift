/// The layout of one attention call: clips of frames of tokens, and who may look at whom.
public struct AttentionShape: Sendable, Hashable {
    public enum Mask: Sendable {
        /// A frame sees itself and all frames before it.
        case causal
        /// Any frame sees any other.
        case full
    }

    public var clips: Int
    public var frames: Int
    public var tokens: Int
    public var heads: Int
    public var headDim: Int
    public var mask: Mask
    /// Root-mean-square normalisation of queries and keys (Henry et al. 2020).
    public var normalizesQK: Bool

    public init(
        clips: Int, frames: Int, tokens: Int, heads: Int, headDim: Int, mask: Mask, normalizesQK: Bool = true
    ) {
        (self.clips, self.frames, self.tokens) = (clips, frames, tokens)
        (self.heads, self.headDim, self.mask, self.normalizesQK) = (heads, headDim, mask, normalizesQK)
    }

    public var width: Int { heads * headDim }
    /// Tokens of a frame rounded up to whole panels of 16.
    var stride: Int { (tokens + 15) / 16 * 16 }
    var sequence: Int { frames * tokens }
    var scale: Float { 1 / Float(headDim).squareRoot() }
    func groups(seenBy frame: Int) -> Int { mask == .causal ? frame + 1 : frames }
}
