import Tensors

/// Multi-head self-attention with rotary positions, over whole clips or over a cache of past frames.
public struct SelfAttention: Sendable {
    let qkv: Linear
    let out: Linear

    public init(_ store: ParameterStore, _ name: String, width: Int) {
        qkv = Linear(store, name + ".qkv", inputs: width, outputs: 3 * width, bias: false, quantizes: true)
        out = Linear(store, name + ".out", inputs: width, outputs: width, quantizes: true)
    }

    /// x [clips * frames * tokens, width] -> sum + gate * attention.
    public func callAsFunction(
        _ x: Tensor, _ shape: AttentionShape, rotary: RotaryTable, addedTo sum: GatedSum, _ context: Context
    ) -> Tensor {
        out(context.attention(qkv(x, context), shape, rotary: rotary), addedTo: sum, context)
    }

    /// x [tokens, width]: one frame that sees the first `filled` slots of the cache, itself in `slot`.
    public func callAsFunction(
        _ x: Tensor, cache: KVCache, slot: Int, filled: Int, rotary: RotaryTable, addedTo sum: GatedSum,
        _ context: Context
    ) -> Tensor {
        let attended = context.attention(
            qkv(x, context), cache: cache, slot: slot, filled: filled, rotary: rotary)
        return out(attended, addedTo: sum, context)
    }
}
