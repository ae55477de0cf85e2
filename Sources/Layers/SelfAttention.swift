import Tensors

/// Multi-head self-attention with rotary positions, over whole clips or over a cache of past frames.
public struct SelfAttention: Sendable {
    let qkv: Linear
    let out: Linear

    public init(_ store: ParameterStore, _ name: String, width: Int) {
        qkv = Linear(store, name + ".qkv", inputs: width, outputs: 3 * width, bias: false, quantizes: true)
        out = Linear(store, name + ".out", inputs: width, outputs: width, quantizes: true)
    }

    /// x [clips * frames * tokens, width] -> sum + gate * attention, to the clips' texts too where there are some.
    public func callAsFunction(
        _ x: Tensor, _ shape: AttentionShape, rotary: RotaryTable, text: TextKeys? = nil, addedTo sum: GatedSum,
        _ context: Context
    ) -> Tensor {
        let projected = qkv(x, context)
        let attended = context.attention(projected, shape, rotary: rotary)
        return out(
            text?.attended(projected, shape, addedTo: attended, context) ?? attended, addedTo: sum, context)
    }

    /// x [tokens, width]: one frame that sees the first `filled` slots of the cache, itself in `slot`.
    public func callAsFunction(
        _ x: Tensor, cache: KVCache, slot: Int, filled: Int, rotary: RotaryTable, text: TextKeys? = nil,
        addedTo sum: GatedSum, _ context: Context
    ) -> Tensor {
        let projected = qkv(x, context)
        let attended = context.attention(projected, cache: cache, slot: slot, filled: filled, rotary: rotary)
        return out(
            text?.attended(projected, cache.shape, addedTo: attended, context) ?? attended, addedTo: sum, context)
    }
}
