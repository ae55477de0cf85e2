import CKernels

/// The keys and values of one layer for a ring of frames, kept in the form the kernels read.
///
/// A frame's tokens are written to its slot and seen there by the frames that follow; nothing is moved or copied.
/// On a GPU both are rows. On the CPU the bf16 form holds keys in panels and values in pairs, the f32 form holds rows;
/// where 16-bit whole numbers multiply faster than bf16, int8 streaming keeps those, in the places of bf16, with a
/// scale for every token.
public final class KVCache: @unchecked Sendable {
    let slots: Int
    let shape: AttentionShape
    let keys: Tensor
    let values: Tensor
    /// Scales of keys and of values, [2, heads, slots * tokens]; nil unless whole numbers are kept.
    let scales: Tensor?
    /// Where a captured pass finds the addresses of `pointers(slot:)`; such a cache has no memory of its own.
    let places: Tensor?

    /// `slots` frames of `shape.tokens` tokens, the newest included.
    public init(slots: Int, shape: AttentionShape, precision: Context.Precision, pool: BufferPool) {
        self.slots = slots
        self.shape = shape
        let type: DType = precision == .f32 ? .f32 : .bf16
        let per = precision == .f32 || pool.device != nil ? shape.tokens : shape.stride
        keys = Tensor([shape.heads, slots, per, shape.headDim], type, pool: pool)
        values = Tensor([shape.heads, slots, per, shape.headDim], type, pool: pool)
        let wholes = precision == .int8 && Kernels.prefersInt16 && pool.device == nil
        scales = wholes ? Tensor([2, shape.heads, slots * shape.stride], pool: pool) : nil
        places = nil
        for tensor in [keys, values, scales] { tensor?.zero() }
    }

    /// Stands for caches of the shape of `other`, whose addresses lie in `places`.
    init(like other: KVCache, places: Tensor, pool: BufferPool) {
        (slots, shape, scales, self.places) = (other.slots, other.shape, nil, places)
        keys = Tensor(other.keys.shape, other.keys.dtype, pool: pool)
        values = keys
    }

    /// Where keys and values of the frame in `slot` go, and where those of all frames are, in a GPU's memory.
    func pointers(slot: Int) -> [DevicePointer] {
        let start = slot * shape.tokens * shape.headDim * keys.dtype.bytes
        let (k, v) = (keys.modified, values.modified)
        return [k + start, v + start, k, v]
    }

    /// The first `frames` slots as rows [heads, frames * tokens, head dimension]; the cache must be f32.
    public func rows(of frames: Int) -> (keys: [Float], values: [Float]) {
        let (perSlot, perHead) = (shape.tokens * shape.headDim, slots * shape.tokens * shape.headDim)
        func rows(_ tensor: Tensor) -> [Float] {
            (0..<shape.heads).flatMap {
                UnsafeBufferPointer(start: tensor.f32 + $0 * perHead, count: frames * perSlot)
            }
        }
        return (rows(keys), rows(values))
    }

    /// An independent copy.
    public func copy(pool: BufferPool) -> KVCache {
        let precision: Context.Precision = keys.dtype == .f32 ? .f32 : scales == nil ? .bf16 : .int8
        let other = KVCache(slots: slots, shape: shape, precision: precision, pool: pool)
        for (from, to) in [(keys, other.keys), (values, other.values), (scales, other.scales)] {
            guard let from, let to else { continue }
            to.copy(from: from)
        }
        return other
    }
}

extension Context {
    /// Attention of one frame's qkv [tokens, 3 * width] over the first `filled` slots of the cache, its own among
    /// them: its keys and values are written to `slot` first.
    public func attention(
        _ qkv: Tensor, cache: KVCache, slot: Int, filled: Int, rotary: RotaryTable
    ) -> Tensor {
        let shape = cache.shape
        precondition(!recording && qkv.rows == shape.tokens && slot < filled && filled <= cache.slots)
        let work = 4 * Double(shape.width * shape.tokens * shape.tokens * filled)
        flops += work
        if let device { return cudaAttention(qkv, cache: cache, slot: slot, filled: filled, rotary: rotary, device) }
        let out = tensor([shape.tokens, shape.width], activations)
        let seen = (cache.keys.bytes + cache.values.bytes) * filled / cache.slots
        measured("attention over the cache", flops: work, moved: qkv.bytes + out.bytes, stored: seen) {
            attend(qkv, cache, slot, filled, rotary, out)
        }
        return out
    }

    private func attend(
        _ qkv: Tensor, _ cache: KVCache, _ slot: Int, _ filled: Int, _ rotary: RotaryTable, _ out: Tensor
    ) {
        let shape = cache.shape
        if precision != .f32 && cache.scales == nil {
            attend16(qkv, cache, slot, filled, rotary, out)
            return
        }
        var one = shape
        (one.clips, one.frames) = (1, 1)
        workers.run(shape.heads) { h in
            if let scales = cache.scales {
                self.cachedWholes(qkv, cache, scales, rotary, head: h, slot: slot, filled: filled, out)
            } else {
                self.cached32(qkv, cache, one, rotary, head: h, slot: slot, filled: filled, out)
            }
        }
    }

    private func attend16(
        _ qkv: Tensor, _ cache: KVCache, _ slot: Int, _ filled: Int, _ rotary: RotaryTable, _ out: Tensor
    ) {
        let shape = cache.shape
        let (hd, tokens, stride, ld) = (shape.headDim, shape.tokens, shape.stride, shape.width * 3)
        let perHead = cache.slots * stride * hd
        let rotated = Tensor([2, tokens, shape.width], .bf16, pool: pool)
        let (q, k) = (rotated.bf16, rotated.bf16 + tokens * shape.width)
        workers.run(shape.heads) { h in
            let (source, normalize): (_, Int32) = (qkv.bf16 + h * hd, shape.normalizesQK ? 1 : 0)
            for (part, target) in [(0, q), (1, k)] {
                dk_rotate(
                    source + part * shape.width, ld, rotary.cosine, rotary.sine, Int32(tokens), Int32(hd), normalize,
                    target + h * tokens * hd, nil)
            }
            let place = h * perHead + slot * stride * hd
            dk_pack_transposed16(
                k + h * tokens * hd, hd, Int32(hd), Int32(tokens), 0, Int32(stride / 16), cache.keys.bf16 + place)
            dk_pair_rows16(
                source + 2 * shape.width, ld, Int32(tokens), Int32(hd), cache.values.bf16 + place, hd)
        }
        let parts = headParts(shape.heads, tokens)
        workers.run(parts.count) { job in
            let (h, rows) = parts[job]
            // What this thread is likely to do next.
            let later = job + self.workers.threads < parts.count ? parts[job + self.workers.threads].head : h
            let next = later == h ? nil : later * perHead
            let scratch = Tensor([dk_attention_scratch(Int32(filled * stride))], pool: self.pool)
            dk_attention(
                q + (h * tokens + rows.lowerBound) * hd, Int32(rows.count), cache.keys.bf16 + h * perHead,
                cache.values.bf16 + h * perHead, Int32(filled), Int32(tokens), Int32(stride), Int32(hd), shape.scale,
                out.bf16 + rows.lowerBound * shape.width + h * hd, shape.width, nil, scratch.f32,
                next.map { UnsafePointer(cache.keys.bf16 + $0) }, next.map { UnsafePointer(cache.values.bf16 + $0) })
        }
    }

    /// Whole heads while there is one for every thread; the rows of those left over are shared out, a tile of 8 or more each.
    private func headParts(_ heads: Int, _ tokens: Int) -> [(head: Int, rows: Range<Int>)] {
        let whole = heads - heads % workers.threads
        let tiles = (tokens + 7) / 8
        let size = (tiles + workers.threads - 1) / workers.threads * 8
        return (0..<whole).map { ($0, 0..<tokens) }
            + (whole..<heads).flatMap { h in
                stride(from: 0, to: tokens, by: size).map { (h, $0..<min(tokens, $0 + size)) }
            }
    }

    private func cached32(
        _ qkv: Tensor, _ cache: KVCache, _ shape: AttentionShape, _ rotary: RotaryTable, head: Int, slot: Int,
        filled: Int, _ out: Tensor
    ) {
        let hd = shape.headDim
        let perSlot = shape.tokens * hd
        let (parts, _) = rotated(qkv, shape, rotary, clip: 0, head: head)
        let keys = cache.keys.f32 + head * cache.slots * perSlot
        let values = cache.values.f32 + head * cache.slots * perSlot
        (keys + slot * perSlot).update(from: parts[1], count: perSlot)
        (values + slot * perSlot).update(from: parts[2], count: perSlot)
        let weights = Tensor([shape.tokens, filled * shape.tokens], pool: pool)
        dk_attention32(
            parts[0], Int32(shape.tokens), keys, values, Int32(filled * shape.tokens), Int32(hd), shape.scale,
            out.f32 + head * hd, shape.width, weights.f32)
    }
}
