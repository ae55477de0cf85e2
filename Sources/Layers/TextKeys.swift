import Tensors

/// Keys and values of the texts of a batch's clips in one layer, made once a prompt.
public struct TextKeys: Sendable {
    /// [texts.rows, width] each.
    public let keys: Tensor
    public let values: Tensor
    public let texts: TextAttentionShape

    public init(keys: Tensor, values: Tensor, texts: TextAttentionShape) {
        (self.keys, self.values, self.texts) = (keys, values, texts)
    }

    /// `base` and what the queries of `qkv` find in the texts.
    func attended(_ qkv: Tensor, _ shape: AttentionShape, addedTo base: Tensor, _ context: Context) -> Tensor {
        context.attention(queriesOf: qkv, keys: keys, values: values, texts: texts, shape, addedTo: base)
    }
}
