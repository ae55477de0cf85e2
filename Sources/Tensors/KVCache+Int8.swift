import CKernels

extension Context {
    /// Attention over a cache of bytes, a scale each token, for CPUs that multiply them twice as fast as bf16. Logits and softmax
    /// are f32.
    func cachedBytes(
        _ qkv: Tensor, _ cache: KVCache, _ slot: Int, _ filled: Int, _ rotary: RotaryTable, _ out: Tensor
    ) {
        let shape = cache.shape
        let (hd, tokens, stride) = (shape.headDim, shape.tokens, shape.stride)
        let perHead = cache.slots * stride
        let (keys, values) = (cache.keys.int8, cache.values.int8)
        let kScales = cache.scales!.f32
        let vScales = kScales + shape.heads * perHead
        let offsets = UnsafeMutableRawPointer(vScales + shape.heads * perHead).assumingMemoryBound(to: Int32.self)
        let rotated = rotated(qkv, shape, rotary) { h, k, v in
            let row = h * perHead + slot * stride
            dk_keys_int8(k, Int32(tokens), Int32(hd), keys + row * hd, kScales + row, offsets + row)
            dk_values_int8(
                v, shape.width * 3, Int32(tokens), Int32(hd), values + h * perHead * hd + slot * stride * 16,
                perHead * 16, vScales + row)
        }
        heads(shape) { h, rows, next in
            let queries = QuantizedRows(rows: rows.count, columns: hd, pool: self.pool)
            let scratch = Tensor([dk_attention_int8_scratch(Int32(filled * stride))], pool: self.pool)
            dk_quantize_rows16(
                rotated.bf16 + (h * tokens + rows.lowerBound) * hd, hd, Int32(rows.count), Int32(hd), queries.values,
                hd, queries.scales)
            let row = h * perHead
            dk_attention_int8(
                queries.values, queries.scales, Int32(rows.lowerBound), Int32(rows.count), keys + row * hd,
                kScales + row, offsets + row,
                values + row * hd, perHead * 16, vScales + row, Int32(filled), Int32(tokens), Int32(stride), Int32(hd),
                shape.scale, out.bf16 + rows.lowerBound * shape.width + h * hd, shape.width, scratch.f32,
                next.map { UnsafePointer(keys + $0 * perHead * hd) },
                next.map { UnsafePointer(values + $0 * perHead * hd) })
        }
    }
}
