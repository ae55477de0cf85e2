import CKernels

/// One attention of clips to their texts: what its forward keeps for its backward.
final class TextAttentionRun: @unchecked Sendable {
    private let qkv: Tensor
    private let keys: Tensor
    private let values: Tensor
    private let texts: TextAttentionShape
    private let shape: AttentionShape
    private let context: Context
    /// What is added, [rows, width]; zero where a clip has no text.
    let made: Tensor
    /// The logarithm of each row's sum of exponentials, [clips * heads, sequence].
    private let sums: Tensor
    /// No rotation, for as many tokens as there are.
    private let cosine: [Float]
    private let sine: [Float]

    init(
        _ qkv: Tensor, _ keys: Tensor, _ values: Tensor, _ texts: TextAttentionShape, _ shape: AttentionShape,
        _ context: Context
    ) {
        (self.qkv, self.keys, self.values, self.texts) = (qkv, keys, values, texts)
        (self.shape, self.context) = (shape, context)
        made = Tensor([qkv.rows, shape.width], context.activations, pool: context.pool)
        sums = Tensor([shape.clips * shape.heads, shape.sequence], pool: context.pool)
        let angles = max(shape.sequence, texts.lengths.max() ?? 0) * shape.headDim / 2
        (cosine, sine) = ([Float](repeating: 1, count: angles), [Float](repeating: 0, count: angles))
        made.zero()
        _ = (qkv.pointer, keys.pointer, values.pointer, sums.pointer)
    }

    private var isWide: Bool { context.precision == .f32 }

    /// Runs `body` for each clip and head that has text.
    private func heads(_ body: (_ clip: Int, _ head: Int) -> Void) {
        let jobs = (0..<shape.clips * shape.heads).filter { texts.lengths[$0 / shape.heads] > 0 }
        context.workers.run(jobs.count) { body(jobs[$0] / shape.heads, jobs[$0] % shape.heads) }
    }

    private func forwardWide(_ clip: Int, _ head: Int) {
        let parts = TextHead32(self.qkv, keys, values, texts, shape, clip: clip, head: head)
        let weights = Tensor([shape.sequence, texts.lengths[clip]], pool: context.pool)
        dk_attention32(
            parts.q, Int32(shape.sequence), parts.k, parts.v, Int32(texts.lengths[clip]), Int32(shape.headDim),
            shape.scale, made.f32 + clip * shape.sequence * shape.width + head * shape.headDim, shape.width,
            weights.f32, texts.lengths[clip])
    }

    func forward() {
        heads { clip, head in
            if isWide { return forwardWide(clip, head) }
            let packed = pack(clip, head, forBackward: false)
            let scratch = Tensor([dk_attention_scratch(Int32(packed.padded))], pool: context.pool)
            dk_attention(
                packed.q.bf16, Int32(shape.sequence), packed.keyPanels.bf16, packed.valuePanels.bf16, 1,
                Int32(texts.lengths[clip]), Int32(packed.padded), Int32(shape.headDim), shape.scale,
                made.bf16 + clip * shape.sequence * shape.width + head * shape.headDim, shape.width,
                sums.f32 + (clip * shape.heads + head) * shape.sequence, scratch.f32, nil, nil)
        }
    }

    /// base + made, rounded once.
    func sum(_ base: Tensor, _ made: Tensor, to out: Tensor) {
        let wide = isWide
        context.rows(out.count, by: 1 << 15) { start, end in
            let count = end - start
            if wide {
                for i in start..<end { out.f32[i] = base.f32[i] + made.f32[i] }
            } else {
                (out.bf16 + start).update(from: base.bf16 + start, count: count)
                dk_add_bf16(made.bf16 + start, out.bf16 + start, count)
            }
        }
    }

    private struct Packed {
        let q, k, v, keyPanels, valuePanels, inverse: Tensor
        /// Keys in whole panels.
        let padded: Int
        var backwardValuePanels: Tensor?
        var keyValuePanels: Tensor?
    }

    private func pack(_ clip: Int, _ head: Int, forBackward: Bool) -> Packed {
        let (hd, length, pool) = (shape.headDim, texts.lengths[clip], context.pool)
        let padded = (length + 15) / 16 * 16
        func block(_ rows: Int) -> Tensor { Tensor([rows, hd], .bf16, pool: pool) }
        let (q, k, v, keyPanels) = (block(shape.sequence), block(padded), block(padded), block(padded))
        let valuePanels = block(padded)
        let inverse = Tensor([shape.sequence + padded], pool: pool)
        for tensor in [k, v] { tensor.zero() }
        rotated(query(clip, head), 3 * shape.width, shape.sequence, to: q, inverse.f32)
        rotated(key(clip, head), shape.width, length, to: k, inverse.f32 + shape.sequence)
        let source = values.bf16 + texts.firsts[clip] * shape.width + head * hd
        for token in 0..<length { (v.bf16 + token * hd).update(from: source + token * shape.width, count: hd) }
        let (rows, width) = (Int32(padded), Int32(hd))
        dk_pack_transposed16(k.bf16, hd, width, rows, 0, rows / 16, keyPanels.bf16)
        var packed = Packed(
            q: q, k: k, v: v, keyPanels: keyPanels, valuePanels: valuePanels, inverse: inverse, padded: padded)
        if forBackward {
            let (panels, keyValues) = (block(padded), block(padded))
            dk_pack_transposed16(v.bf16, hd, width, rows, 0, rows / 16, panels.bf16)
            dk_pack16(k.bf16, hd, rows, width, 0, width / 16, keyValues.bf16)
            (packed.backwardValuePanels, packed.keyValuePanels) = (panels, keyValues)
        } else {
            dk_pair_rows16(v.bf16, hd, rows, width, valuePanels.bf16, hd)
        }
        return packed
    }

    private func query(_ clip: Int, _ head: Int) -> UnsafeMutablePointer<UInt16> {
        qkv.bf16 + clip * shape.sequence * 3 * shape.width + head * shape.headDim
    }

    private func key(_ clip: Int, _ head: Int) -> UnsafeMutablePointer<UInt16> {
        keys.bf16 + texts.firsts[clip] * shape.width + head * shape.headDim
    }

    /// Normalised where queries and keys are; without positions nothing turns.
    private func rotated(
        _ x: UnsafePointer<UInt16>, _ ld: Int, _ rows: Int, to out: Tensor, _ inverse: UnsafeMutablePointer<Float>
    ) {
        dk_rotate(
            x, ld, cosine, sine, Int32(rows), Int32(shape.headDim), shape.normalizesQK ? 1 : 0, out.bf16, inverse)
    }

    /// Carries the gradient of what was added on to queries, keys and values.
    func backward(_ dOut: Tensor) {
        let d = (
            qkv: context.tensor(qkv.shape, context.activations), keys: context.tensor(keys.shape, context.activations),
            values: context.tensor(values.shape, context.activations)
        )
        for tensor in [d.qkv, d.keys, d.values] { tensor.zero() }
        heads { clip, head in
            if isWide { return backwardWide(clip, head, dOut, d) }
            let (hd, length, s) = (shape.headDim, texts.lengths[clip], shape.sequence)
            let packed = pack(clip, head, forBackward: true)
            let scratch = Tensor(
                [dk_attention_backward_scratch(Int32(s), Int32(packed.padded), Int32(hd))], pool: context.pool)
            let (dq, dk, dv) = (
                Tensor([s, hd], pool: context.pool), Tensor([packed.padded, hd], pool: context.pool),
                Tensor([packed.padded, hd], pool: context.pool)
            )
            for tensor in [dk, dv] { tensor.zero() }
            let at = clip * s * shape.width + head * hd
            dk_attention_backward(
                packed.q.bf16, Int32(s), packed.keyPanels.bf16, packed.backwardValuePanels!.bf16,
                packed.keyValuePanels!.bf16, Int32(packed.padded), 1, Int32(length), Int32(packed.padded), Int32(hd),
                shape.scale, made.bf16 + at, dOut.bf16 + at, shape.width,
                sums.f32 + (clip * shape.heads + head) * s, dq.f32, dk.f32, dv.f32, scratch.f32)
            let normalize: Int32 = shape.normalizesQK ? 1 : 0
            dk_rotate_backward(
                dq.f32, query(clip, head), 3 * shape.width, cosine, sine, Int32(s), Int32(hd), normalize,
                packed.inverse.f32, d.qkv.bf16 + clip * s * 3 * shape.width + head * hd, 3 * shape.width)
            let row = texts.firsts[clip] * shape.width + head * hd
            dk_rotate_backward(
                dk.f32, key(clip, head), shape.width, cosine, sine, Int32(length), Int32(hd), normalize,
                packed.inverse.f32 + s, d.keys.bf16 + row, shape.width)
            for token in 0..<length {
                dk_to_bf16(dv.f32 + token * hd, d.values.bf16 + row + token * shape.width, hd)
            }
        }
        context.accumulate(d.qkv, into: qkv)
        context.accumulate(d.keys, into: keys)
        context.accumulate(d.values, into: values)
    }

    /// The same in f32, in plain loops.
    private func backwardWide(
        _ clip: Int, _ head: Int, _ dOut: Tensor, _ d: (qkv: Tensor, keys: Tensor, values: Tensor)
    ) {
        let (hd, length, s, width) = (shape.headDim, texts.lengths[clip], shape.sequence, shape.width)
        let parts = TextHead32(qkv, keys, values, texts, shape, clip: clip, head: head)
        var (dq, dk) = ([Float](repeating: 0, count: s * hd), [Float](repeating: 0, count: length * hd))
        let dv = d.values.f32 + texts.firsts[clip] * width + head * hd
        for i in 0..<s {
            let go = dOut.f32 + (clip * s + i) * width + head * hd
            var scores = (0..<length).map { j in
                (0..<hd).reduce(Float(0)) { $0 + parts.q[i * hd + $1] * parts.k[j * hd + $1] } * shape.scale
            }
            let most = scores.max() ?? 0
            scores = scores.map { exp32($0 - most) }
            let total = scores.reduce(0, +)
            let p = scores.map { $0 / total }
            let dp = (0..<length).map { j in (0..<hd).reduce(Float(0)) { $0 + go[$1] * parts.v[j * hd + $1] } }
            let delta = zip(dp, p).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            for j in 0..<length {
                let ds = p[j] * (dp[j] - delta) * shape.scale
                for c in 0..<hd {
                    dv[j * width + c] += p[j] * go[c]
                    dq[i * hd + c] += ds * parts.k[j * hd + c]
                    dk[j * hd + c] += ds * parts.q[i * hd + c]
                }
            }
        }
        let at = clip * s * 3 * width + head * hd
        parts.unnormalize(dq, of: qkv.f32 + at, ld: 3 * width, rows: s, to: d.qkv.f32 + at)
        let row = texts.firsts[clip] * width + head * hd
        parts.unnormalize(dk, of: keys.f32 + row, ld: width, rows: length, to: d.keys.f32 + row)
    }
}
