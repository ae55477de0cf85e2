import Layers
import Tensors
import Text

/// Text: each block sees the tokens of an encoder through keys and values of its own, and adds what it finds to its attention. The
/// values begin at zero, so that a model that has just been given text computes what it did before.
struct DiTText: Sendable {
    let encoder: TextEncoder
    let keys: [Linear]
    let values: [Linear]

    init(_ store: ParameterStore, _ text: TextConfiguration, _ c: DiTConfiguration) {
        encoder = TextEncoder(store, text)
        func projections(_ name: String, deviation: Float?) -> [Linear] {
            (0..<c.depth).map {
                Linear(
                    store, "blocks.\($0).text.\(name)", inputs: text.width, outputs: c.width, bias: false,
                    deviation: deviation)
            }
        }
        (keys, values) = (projections("keys", deviation: nil), projections("values", deviation: 0))
    }
}

extension DiT {
    /// Keys and values of each block for the texts of a batch's clips, as numbers of words; an empty one is no text. Nil where no
    /// clip has any. To be made once a prompt.
    public func textKeys(_ texts: [[Int]], _ context: Context) -> [TextKeys]? {
        guard let text, texts.contains(where: { !$0.isEmpty }) else { return nil }
        let shape = TextAttentionShape(lengths: texts.map(\.count))
        var tokens: Tensor?
        for words in texts where !words.isEmpty {
            let own = context.cast(text.encoder(words, context), .f32)
            tokens = tokens.map { context.prepend($0, to: own, groups: 1) } ?? own
        }
        return zip(text.keys, text.values).map {
            TextKeys(keys: $0(tokens!, context), values: $1(tokens!, context), texts: shape)
        }
    }
}
