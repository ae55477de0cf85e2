import CKernels

/// The keys and values of one layer for a ring of frames, kept in the form the kernels read.
///
/// A frame's tokens are written to its slot and seen there by the frames that follow; nothing is moved or copied.
public final class KVCache: @unchecked Sendable {
    enum Form {
        /// [tokens, head dimension], f32, or either type on a GPU.
        case rows
        /// bf16: keys in panels, values in pairs.
        case bf16
        /// Whole numbers in the places of bf16 and a scale a token, for int8 streaming where they multiply faster than bf16.
        case int16
        /// Bytes, with a scale a token and what the zero point of the queries adds to each key.
        case int8

        init(_ precision: Context.Precision, _ shape: AttentionShape, _ device: CUDADevice?) {
            let bytes = Kernels.prefersInt8 && shape.headDim % 16 == 0 && shape.headDim <= 256
            self =
                switch precision {
                case _ where device != nil: .rows
                case .f32: .rows
                case .bf16: .bf16
                case .int8: bytes ? .int8 : Kernels.prefersInt16 ? .int16 : .bf16
                }
        }
    }

    let slots: Int
    /// Of one frame.
    public let shape: AttentionShape
    let form: Form
    let keys: Tensor
    let values: Tensor
    /// Scales of keys and of values, [2, heads, slots * stride], and the keys' offsets (Int32) after them where the form is
    /// int8; nil unless whole numbers are kept.
    let scales: Tensor?
    /// Where a captured pass finds the addresses of `pointers(slot:)`; such a cache has no memory of its own.
    let places: Tensor?
    private let precision: Context.Precision

    /// `slots` frames of `shape.tokens` tokens, the newest included.
    public init(slots: Int, shape: AttentionShape, precision: Context.Precision, pool: BufferPool) {
        (self.slots, self.shape, self.precision) = (slots, shape, precision)
        form = Form(precision, shape, pool.device)
        let type: DType = precision == .f32 ? .f32 : .bf16
        let per = form == .rows ? shape.tokens : shape.stride
        let size = [shape.heads, slots, per, form == .int8 ? shape.headDim / 2 : shape.headDim]
        keys = Tensor(size, type, pool: pool)
        values = Tensor(size, type, pool: pool)
        let planes = form == .int8 ? 3 : form == .int16 ? 2 : 0
        scales = planes > 0 ? Tensor([planes, shape.heads, slots * shape.stride], pool: pool) : nil
        places = nil
        for tensor in [keys, values, scales] { tensor?.zero() }
    }

    /// Stands for caches of the shape of `other`, whose addresses lie in `places`.
    init(like other: KVCache, places: Tensor, pool: BufferPool) {
        (slots, shape, form, precision) = (other.slots, other.shape, other.form, other.precision)
        (scales, self.places) = (nil, places)
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
        count(work)
        if let device { return cudaAttention(qkv, cache: cache, slot: slot, filled: filled, rotary: rotary, device) }
        let out = tensor([shape.tokens, shape.width], activations)
        let seen = (cache.keys.bytes + cache.values.bytes) * filled / cache.slots
        let name = cache.form == .int8 ? "attention over the cache, int8" : "attention over the cache"
        measured(name, flops: work, moved: qkv.bytes + out.bytes, stored: seen) {
            attend(qkv, cache, slot, filled, rotary, out)
        }
        return out
    }

    private func attend(
        _ qkv: Tensor, _ cache: KVCache, _ slot: Int, _ filled: Int, _ rotary: RotaryTable, _ out: Tensor
    ) {
        let shape = cache.shape
        switch cache.form {
        case .rows:
            var one = shape
            (one.clips, one.frames) = (1, 1)
            workers.run(shape.heads) {
                self.cached32(qkv, cache, one, rotary, head: $0, slot: slot, filled: filled, out)
            }
        case .int16:
            workers.run(shape.heads) {
                self.cachedWholes(qkv, cache, cache.scales!, rotary, head: $0, slot: slot, filled: filled, out)
            }
        case .bf16: cachedPairs(qkv, cache, slot, filled, rotary, out)
        case .int8: cachedBytes(qkv, cache, slot, filled, rotary, out)
        }
    }

    private func cachedPairs(
        _ qkv: Tensor, _ cache: KVCache, _ slot: Int, _ filled: Int, _ rotary: RotaryTable, _ out: Tensor
    ) {
        let shape = cache.shape
        let (hd, tokens, stride) = (shape.headDim, shape.tokens, shape.stride)
        let perHead = cache.slots * stride * hd
        let rotated = rotated(qkv, shape, rotary) { h, k, v in
            let place = h * perHead + slot * stride * hd
            dk_pack_transposed16(k, hd, Int32(hd), Int32(tokens), 0, Int32(stride / 16), cache.keys.bf16 + place)
            dk_pair_rows16(v, shape.width * 3, Int32(tokens), Int32(hd), cache.values.bf16 + place, hd)
        }
        heads(shape) { h, rows, next in
            let scratch = Tensor([dk_attention_scratch(Int32(filled * stride))], pool: self.pool)
            dk_attention(
                rotated.bf16 + (h * tokens + rows.lowerBound) * hd, Int32(rows.count), cache.keys.bf16 + h * perHead,
                cache.values.bf16 + h * perHead, Int32(filled), Int32(tokens), Int32(stride), Int32(hd), shape.scale,
                out.bf16 + rows.lowerBound * shape.width + h * hd, shape.width, nil, scratch.f32,
                next.map { UnsafePointer(cache.keys.bf16 + $0 * perHead) },
                next.map { UnsafePointer(cache.values.bf16 + $0 * perHead) })
        }
    }

    /// All heads' rotated queries [heads, tokens, head dimension] bf16; `keep` is given each head with its rotated keys and the
    /// first of its values' rows.
    func rotated(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable,
        keep: (Int, UnsafePointer<UInt16>, UnsafePointer<UInt16>) -> Void
    ) -> Tensor {
        let (hd, tokens, ld) = (shape.headDim, shape.tokens, shape.width * 3)
        let rotated = Tensor([2, shape.heads, tokens, hd], .bf16, pool: pool)
        workers.run(shape.heads) { h in
            let source = qkv.bf16 + h * hd
            let (q, k) = (rotated.bf16 + h * tokens * hd, rotated.bf16 + (shape.heads + h) * tokens * hd)
            for (part, target) in [(0, q), (1, k)] {
                dk_rotate(
                    source + part * shape.width, ld, rotary.cosine, rotary.sine, Int32(tokens), Int32(hd),
                    shape.normalizesQK ? 1 : 0, target, nil)
            }
            keep(h, k, source + 2 * shape.width)
        }
        return rotated
    }

    /// Shares out heads and rows; `body` also learns the head that its thread is likely to be given next, if another.
    func heads(_ shape: AttentionShape, _ body: (Int, Range<Int>, Int?) -> Void) {
        let parts = headParts(shape.heads, shape.tokens)
        workers.run(parts.count) { job in
            let later = job + self.workers.threads
            let next = later < parts.count && parts[later].head != parts[job].head ? parts[later].head : nil
            body(parts[job].head, parts[job].rows, next)
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
        let keys = cache.keys.f32 + head * cache.slots * perSlot
        let values = cache.values.f32 + head * cache.slots * perSlot
        let q = Tensor([shape.tokens, hd], pool: pool)
        rotate32(qkv, shape, rotary, part: 0, clip: 0, head: head, q.f32)
        rotate32(qkv, shape, rotary, part: 1, clip: 0, head: head, keys + slot * perSlot)
        values32(qkv, shape, clip: 0, head: head, values + slot * perSlot)
        let count = filled * shape.tokens
        let weights = Tensor([shape.tokens, count], pool: pool)
        dk_attention32(
            q.f32, Int32(shape.tokens), keys, values, Int32(count), Int32(hd), shape.scale, out.f32 + head * hd,
            shape.width, weights.f32, count)
    }
}
