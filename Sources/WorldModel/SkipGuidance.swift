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

    /// Guides `velocities` [tokens, channels] away from `weaker`, in place. `seen` are the two numbers a latent pixel of
    /// `RememberedView.seen`, for tokens of `patch` x `patch` of them; nil where there is no memory.
    func guide(_ velocities: Tensor, awayFrom weaker: Tensor, grid: TokenGrid, patch: Int, seen: [Float]?) {
        let channels = velocities.columns
        let (v, weak) = (velocities.f32, weaker.f32)
        let difference = (0..<grid.count * channels).map { v[$0] - weak[$0] }
        var mean = [Float](repeating: 0, count: channels)
        for row in 0..<grid.rows {
            for column in 0..<grid.columns {
                let rows = max(0, row - 1)...min(grid.rows - 1, row + 1)
                let columns = max(0, column - 1)...min(grid.columns - 1, column + 1)
                let share = 1 / Float(rows.count * columns.count)
                for i in 0..<channels { mean[i] = 0 }
                for r in rows {
                    for c in columns {
                        let token = (r * grid.columns + c) * channels
                        for i in 0..<channels { mean[i] += share * difference[token + i] }
                    }
                }
                let known = seen.map { Self.known($0, row: row, column: column, grid: grid, patch: patch) } ?? 0
                let strength = (weight - 1) * (1 - (1 - remembered) * known)
                let token = (row * grid.columns + column) * channels
                for i in 0..<channels { v[token + i] += strength * (difference[token + i] - mean[i]) }
            }
        }
    }

    /// The share of a token that any kept picture shows.
    private static func known(_ seen: [Float], row: Int, column: Int, grid: TokenGrid, patch: Int) -> Float {
        var sum: Float = 0
        for y in row * patch..<(row + 1) * patch {
            for x in column * patch..<(column + 1) * patch {
                sum += seen[(y * grid.columns * patch + x) * 2 + 1]
            }
        }
        return sum / Float(patch * patch)
    }
}
