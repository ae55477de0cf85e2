import CKernels

extension Context {
    /// `base` + softmax(q k^T / sqrt(headDim)) v, where the queries q are those of qkv [clips * frames * tokens, 3 * width] without
    /// positions, and each clip sees the keys and values [texts.rows, width] of its own text alone; a clip without text keeps `base`.
    ///
    /// Attention to a prefix apart from the clip's own, added to it: LLaMA-Adapter (Zhang et al. 2023, section 3.2), whose gate is
    /// here in values that begin at zero. On the CPU.
    public func attention(
        queriesOf qkv: Tensor, keys: Tensor, values: Tensor, texts: TextAttentionShape, _ shape: AttentionShape,
        addedTo base: Tensor
    ) -> Tensor {
        precondition(device == nil, "text is computed on the CPU")
        precondition(keys.rows == texts.rows && values.rows == texts.rows && texts.lengths.count == shape.clips)
        let work = 4 * Double(shape.sequence * shape.width * texts.rows)
        count(work)
        let out = tensor([qkv.rows, shape.width], activations)
        let own = TextAttentionRun(qkv, keys, values, texts, shape, self)
        measured("attention to text", flops: work, moved: out.bytes * 3) {
            own.forward()
            own.sum(base, own.made, to: out)
        }
        record {
            guard let dOut = out.gradient else { return }
            out.gradient = nil
            self.count(work * 2.5)
            own.backward(dOut)
            self.accumulate(dOut, into: base)
        }
        return out
    }
}
