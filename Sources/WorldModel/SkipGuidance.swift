import Diffusion
import Tensors

/// Guidance of a model away from itself without one of its blocks, which sees the same but is vaguer.
///
/// v' = v + (weight - 1) H(v - v_weak), where H takes from each token's difference the mean over the 3 x 3 tokens around it.
/// What lacks a block errs in the same ways, only more (autoguidance: Karras et al. 2024, equation 5; a skipped layer: Hyung et
/// al. 2024), and the haze that few steps leave where memory knows nothing is one of these. The whole difference would also
/// drive colours apart in a long game; fine structure alone does not (Sadat et al. 2025).
public struct SkipGuidance: Codable, Hashable, Sendable {
    /// The block that the weaker model lacks.
    public var block: Int
    /// 1 guides nothing.
    public var weight: Float
    /// Share of the guidance that is left where memory shows all of a token.
    public var remembered: Float

    public init(block: Int, weight: Float, remembered: Float) {
        (self.block, self.weight, self.remembered) = (block, weight, remembered)
    }

    /// `velocities` [frames * tokens, channels], guided away from `weaker`. `views` is what memory shows of the same tokens, as
    /// the model of configuration `c` is given it; nil where there is no memory.
    public func guided(
        _ velocities: Tensor, awayFrom weaker: Tensor, grid: TokenGrid, _ c: DiTConfiguration, views: Tensor?,
        _ context: Context
    ) -> Tensor {
        context.guided(
            velocities, awayFrom: weaker, rows: grid.rows, columns: grid.columns, views: views,
            viewChannels: c.viewChannels, strength: weight - 1, remembered: remembered)
    }
}
