import Layers
import Tensors

/// Words to tokens [words, width]: a learned word table, and a small transformer with rotary positions over it, in which all words of
/// a text see each other.
public struct TextEncoder: Sendable {
    public let configuration: TextConfiguration
    private let table: Linear
    private let blocks: [(attention: SelfAttention, mlp: MLP)]

    /// Declares its parameters in `store` under names that begin with `text.`.
    public init(_ store: ParameterStore, _ c: TextConfiguration) {
        configuration = c
        table = Linear(store, "text.table", inputs: c.rows, outputs: c.width, bias: false, deviation: 1)
        blocks = (0..<c.depth).map {
            (
                SelfAttention(store, "text.\($0).attention", width: c.width),
                MLP(store, "text.\($0).mlp", width: c.width, hidden: 4 * c.width)
            )
        }
    }

    /// The normalised tokens of one text, in the type of activations; `words` are numbers of a vocabulary, at least one.
    public func callAsFunction(_ words: [Int], _ context: Context) -> Tensor {
        let c = configuration
        var rows = [Float](repeating: 0, count: words.count * c.rows)
        for (i, word) in words.enumerated() { rows[i * c.rows + min(max(0, word), c.rows - 1)] = 1 }
        var x = table(context.constant(rows, [words.count, c.rows]), context, output: .f32)
        let shape = AttentionShape(
            clips: 1, frames: 1, tokens: words.count, heads: c.heads, headDim: c.width / c.heads, mask: .full)
        let rotary = RotaryTable(
            positions: words.indices.map { [Float($0)] }, pairs: [c.width / c.heads / 2], bases: [1000])
        for block in blocks {
            x = block.attention(context.normalize(x), shape, rotary: rotary, addedTo: GatedSum(x), context)
            x = block.mlp(context.normalize(x), addedTo: GatedSum(x), context)
        }
        return context.normalize(x)
    }
}
