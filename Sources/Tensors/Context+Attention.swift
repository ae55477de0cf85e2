import CKernels

extension Context {
    /// Softmax attention with rotary positions over qkv [clips * frames * tokens, 3 * width] -> [..., width].
    ///
    /// Vaswani et al. 2017, equation 1, one call per clip and head; causal masks cost only the keys they show.
    public func attention(_ qkv: Tensor, _ shape: AttentionShape, rotary: RotaryTable) -> Tensor {
        precondition(qkv.rows == shape.clips * shape.sequence)
        precondition(
            rotary.tokens == shape.sequence || rotary.tokens == qkv.rows, "rotary table of \(rotary.tokens) tokens")
        let seen = (0..<shape.frames).reduce(0) { $0 + shape.groups(seenBy: $1) } * shape.tokens * shape.tokens
        count(4 * Double(shape.clips * shape.width * seen))
        if let device { return cudaAttention(qkv, shape, rotary: rotary, seen: seen, device) }
        let out = tensor([qkv.rows, shape.width], activations)
        let lse = Tensor([shape.clips * shape.heads, shape.sequence], pool: pool)
        if precision == .f32 {
            let weights = attention32(qkv, shape, rotary, out)
            record { self.attention32Backward(qkv, shape, rotary, out, weights) }
            return out
        }
        measured(
            "attention over a clip", flops: 4 * Double(shape.clips * shape.width * seen), moved: qkv.bytes + out.bytes
        ) { clips(qkv, shape, rotary, out, lse) }
        record { self.attentionBackward(qkv, shape, rotary, out, lse, seen) }
        return out
    }

    private func clips(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, _ out: Tensor, _ lse: Tensor
    ) {
        workers.run(shape.clips * shape.heads) { job in
            let head = AttentionHead(
                qkv, shape, rotary, clip: job / shape.heads, head: job % shape.heads, pool)
            head.pack(forBackward: false)
            let scratch = Tensor(
                [dk_attention_scratch(Int32(head.keys))], pool: self.pool)
            for frame in 0..<shape.frames {
                let row = frame * shape.tokens
                // All keys seen are one group: the rest of its last panel is masked.
                let seen = shape.groups(seenBy: frame) * shape.tokens
                dk_attention(
                    head.q.bf16 + row * shape.headDim, Int32(shape.tokens), head.kPanels.bf16, head.vPairs.bf16,
                    1, Int32(seen), Int32((seen + 15) / 16 * 16), Int32(shape.headDim), shape.scale,
                    out.bf16 + head.outputOffset + row * shape.width, shape.width,
                    lse.f32 + job * shape.sequence + row, scratch.f32, nil, nil)
            }
        }
    }

    private func attentionBackward(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, _ out: Tensor, _ lse: Tensor, _ seen: Int
    ) {
        guard let dOut = out.gradient else { return }
        out.gradient = nil
        count(10 * Double(shape.clips * shape.width * seen))
        let d = tensor(qkv.shape, .bf16)
        let hd = shape.headDim
        workers.run(shape.clips * shape.heads) { job in
            let head = AttentionHead(
                qkv, shape, rotary, clip: job / shape.heads, head: job % shape.heads, pool)
            head.pack(forBackward: true)
            let scratch = Tensor(
                [dk_attention_backward_scratch(Int32(shape.tokens), Int32(head.keys), Int32(hd))], pool: self.pool)
            let dq = Tensor([shape.sequence, hd], pool: self.pool)
            let dk = Tensor([head.keys, hd], pool: self.pool)
            let dv = Tensor([head.keys, hd], pool: self.pool)
            dk.zero()
            dv.zero()
            for frame in 0..<shape.frames {
                let row = frame * shape.tokens
                let seen = shape.groups(seenBy: frame) * shape.tokens
                dk_attention_backward(
                    head.q.bf16 + row * hd, Int32(shape.tokens), head.kPanels.bf16, head.vPanels.bf16,
                    head.kValuePanels.bf16, Int32(head.keys), 1, Int32(seen), Int32((seen + 15) / 16 * 16), Int32(hd),
                    shape.scale, out.bf16 + head.outputOffset + row * shape.width,
                    dOut.bf16 + head.outputOffset + row * shape.width, shape.width,
                    lse.f32 + job * shape.sequence + row, dq.f32 + row * hd, dk.f32, dv.f32, scratch.f32)
            }
            head.store(dq: dq, dk: dk, dv: dv, into: d)
        }
        accumulate(d, into: qkv)
    }
}
