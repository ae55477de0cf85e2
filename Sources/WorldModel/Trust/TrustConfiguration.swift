/// The shape of a trust head, and how its judgement is taken.
public struct TrustConfiguration: Codable, Hashable, Sendable {
    /// Blocks of the transformer whose residual stream it reads, from 0 and in order.
    public var blocks: [Int] = []
    /// Channels of a latent cell inside.
    public var width = 4
    /// Residual blocks; 0 leaves it linear.
    public var depth = 0
    /// The denoising pass after which it judges, from 0; never later than the last.
    public var pass = 3
    /// Whether trusted cells hold memory's latent in the passes after that one, so that the rest is made to fit them (RePaint,
    /// Lugmayr et al. 2022); for transformers that noise a whole picture anew for each pass.
    public var guides = false
    /// Memory is kept where it says at least this probability.
    public var threshold: Float = 0.82
    /// How often a cell is carried on, on average over its pixels, before it is made anew, whatever is judged; nil: for ever.
    public var wear: Int?
    /// What it was taught to call right: root mean square over a cell, of 255.
    public var tolerance: Float = 30

    public init() {}

    /// Numbers of a cell that it sees beside the transformer's: what was made, what memory shows, how far they lie apart, the two
    /// shares that memory has seen, the root mean square distance and the greatest.
    public static func inputs(latentChannels: Int) -> Int { 3 * latentChannels + 4 }
}
