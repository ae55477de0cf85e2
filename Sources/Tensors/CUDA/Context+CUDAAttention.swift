extension Context {
    /// Heads that the bf16 kernels are made for.
    private static let headDims = [16, 32, 64, 128]

    private func type() -> String { precision == .f32 ? "_f32" : "_bf16" }

    /// Threads that rotate: several share a token's head.
    private func rotations(_ shape: AttentionShape) -> Int {
        let lanes = Self.headDims.contains(shape.headDim) ? shape.headDim / 16 : 32
        return shape.clips * shape.sequence * shape.heads * lanes
    }

    /// Blocks and shared memory of the kernels that take 128 queries at a time, with room for `tiles` tiles of them.
    private func queries(_ rows: Int, _ shape: AttentionShape, tiles: Int)
        -> (grid: (Int, Int, Int), block: Int, shared: Int)
    {
        let jobs = shape.clips * shape.heads
        guard precision != .f32 else { return (((rows + 7) / 8, jobs, 1), 256, 0) }
        let shared = (tiles * 128 + 4 * 64) * shape.headDim * 2
        return (((rows + 127) / 128, jobs, 1), shape.headDim == 128 ? 256 : 128, shared)
    }

    /// The kernels of bf16 have their heads' size in their name, those of f32 have it as their last argument.
    private func named(_ name: String, _ shape: AttentionShape) -> String {
        precision == .f32 ? name + "_f32" : name + "_bf16_\(shape.headDim)"
    }

    /// Queries and keys rotated, and values, each head's rows together: into `k` and `v` at head strides of `stride` elements.
    private func cudaRotate(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, q: Tensor, k: DevicePointer, v: DevicePointer,
        stride: Int, inverse: Tensor?, places: DevicePointer = 0, _ device: CUDADevice
    ) {
        let table = rotary.table(on: device, pool: pool)
        device.launch(
            "rotate" + type(), items: rotations(shape), .pointer(qkv.read),
            .pointer(table.cosine.read), .pointer(table.sine.read), .int(shape.clips), .int(shape.sequence),
            .int(shape.heads), .int(shape.headDim), .int(rotary.tokens), .int(shape.normalizesQK ? 1 : 0),
            .pointer(q.written), .pointer(k), .pointer(v), .long(stride), .pointer(inverse?.written ?? 0),
            .pointer(places))
    }

    /// `Context.attention` on a GPU.
    func cudaAttention(
        _ qkv: Tensor, _ shape: AttentionShape, rotary: RotaryTable, seen: Int, _ device: CUDADevice
    ) -> Tensor {
        precondition(precision == .f32 || Self.headDims.contains(shape.headDim), "heads of \(shape.headDim) channels")
        let out = tensor([qkv.rows, shape.width], activations)
        let jobs = shape.clips * shape.heads
        let parts = (0..<3).map { _ in Tensor([jobs, shape.sequence, shape.headDim], activations, pool: pool) }
        let inverse = recording ? Tensor([2, jobs, shape.sequence], pool: pool) : nil
        let lse = Tensor([jobs, shape.sequence], pool: pool)
        let perHead = shape.sequence * shape.headDim
        cudaRotate(
            qkv, shape, rotary, q: parts[0], k: parts[1].written, v: parts[2].written, stride: perHead,
            inverse: inverse,
            device)
        cudaForward(
            q: parts[0].read, k: parts[1].read, v: parts[2].read, shape, rows: shape.sequence, keys: shape.sequence,
            stride: perHead, frame: shape.mask == .causal ? shape.tokens : 0, out, lse, device)
        record { self.cudaAttentionBackward(qkv, shape, rotary, parts, inverse!, out, lse, seen: seen, device) }
        return out
    }

    private func cudaForward(
        q: DevicePointer, k: DevicePointer, v: DevicePointer, _ shape: AttentionShape, rows: Int, keys: Int,
        stride: Int, frame: Int, places: DevicePointer = 0, _ out: Tensor, _ lse: Tensor?, _ device: CUDADevice
    ) {
        let (jobs, hd) = (shape.clips * shape.heads, shape.headDim)
        let splits = min(device.multiprocessors / (jobs * ((rows + 63) / 64)), (keys + 63) / 64)
        if precision != .f32, splits > 1 {
            // Too few queries for the whole GPU: its parts take some of the keys each.
            let partial = Tensor([splits, jobs, rows, hd], pool: pool)
            let sums = Tensor([splits, jobs, rows], pool: pool)
            device.launch(
                named("attention_split", shape), grid: ((rows + 63) / 64, jobs, splits), block: 128,
                shared: 5 * 64 * hd * 2, .pointer(q), .pointer(k), .pointer(v), .pointer(partial.written),
                .pointer(sums.written), .int(rows), .int(keys), .long(rows * hd), .long(stride), .int(frame),
                .float(shape.scale), .pointer(places))
            device.launch(
                "attention_combine_bf16", grid: ((jobs * rows * hd / 8 + 127) / 128, 1, 1), block: 128,
                .pointer(partial.read), .pointer(sums.read), .pointer(out.written), .pointer(lse?.written ?? 0),
                .int(jobs), .int(shape.heads), .int(rows), .int(hd), .int(splits))
            return
        }
        let work = queries(rows, shape, tiles: 1)
        device.launch(
            named("attention_forward", shape), grid: work.grid, block: work.block, shared: work.shared, .pointer(q),
            .pointer(k), .pointer(v), .pointer(out.written), .pointer(lse?.written ?? 0), .int(shape.heads), .int(rows),
            .int(keys), .long(rows * shape.headDim), .long(stride), .int(frame), .float(shape.scale),
            .pointer(places), .int(shape.headDim))
    }

    private func cudaAttentionBackward(
        _ qkv: Tensor, _ shape: AttentionShape, _ rotary: RotaryTable, _ parts: [Tensor], _ inverse: Tensor,
        _ out: Tensor,
        _ lse: Tensor, seen: Int, _ device: CUDADevice
    ) {
        guard let dOut = out.gradient else { return }
        out.gradient = nil
        count(10 * Double(shape.clips * shape.width * seen))
        let (jobs, rows, hd) = (shape.clips * shape.heads, shape.sequence, shape.headDim)
        let d = (0..<3).map { _ in Tensor([jobs, rows, hd], pool: pool) }
        let delta = Tensor([jobs, rows], pool: pool)
        let wide = precision == .f32
        let perRow = shape.width / 8
        device.launch(
            "attention_delta" + type(),
            grid: wide ? ((rows + 7) / 8, jobs, 1) : ((shape.clips * rows * perRow + 255) / 256, 1, 1), block: 256,
            .pointer(out.read), .pointer(dOut.read), .pointer(delta.written), .int(shape.clips), .int(rows),
            .int(shape.heads), .int(hd))
        let frame = shape.mask == .causal ? shape.tokens : 0
        device.launch(
            named("attention_backward_kv", shape), grid: wide ? ((rows + 7) / 8, jobs, 1) : ((rows + 63) / 64, jobs, 1),
            block: wide ? 256 : 128, shared: wide ? 0 : 6 * 64 * hd * 2 + 1024, .pointer(parts[0].read),
            .pointer(parts[1].read), .pointer(parts[2].read), .pointer(dOut.read), .pointer(lse.read),
            .pointer(delta.read), .pointer(d[1].written), .pointer(d[2].written), .int(shape.heads), .int(rows),
            .int(frame), .float(shape.scale), .int(hd))
        let work = queries(rows, shape, tiles: 2)
        device.launch(
            named("attention_backward_q", shape), grid: work.grid, block: work.block, shared: work.shared,
            .pointer(parts[0].read), .pointer(parts[1].read), .pointer(parts[2].read), .pointer(dOut.read),
            .pointer(lse.read), .pointer(delta.read), .pointer(d[0].written), .int(shape.heads), .int(rows),
            .int(frame),
            .float(shape.scale), .int(hd))
        let dqkv = tensor(qkv.shape, activations)
        let table = rotary.table(on: device, pool: pool)
        device.launch(
            "rotate_backward" + type(), items: rotations(shape), .pointer(d[0].read),
            .pointer(d[1].read), .pointer(d[2].read), .pointer(qkv.read), .pointer(table.cosine.read),
            .pointer(table.sine.read), .pointer(inverse.read), .int(shape.clips), .int(rows), .int(shape.heads),
            .int(hd),
            .int(rotary.tokens), .int(shape.normalizesQK ? 1 : 0), .pointer(dqkv.written))
        accumulate(dqkv, into: qkv)
    }

    /// Attention over a cache on a GPU: the frame's keys and values are written to their slot, then all slots are seen.
    func cudaAttention(
        _ qkv: Tensor, cache: KVCache, slot: Int, filled: Int, rotary: RotaryTable, _ device: CUDADevice
    ) -> Tensor {
        var shape = cache.shape
        (shape.clips, shape.frames) = (1, 1)
        let (tokens, hd) = (shape.tokens, shape.headDim)
        let out = tensor([tokens, shape.width], activations)
        let q = Tensor([shape.heads, tokens, hd], activations, pool: pool)
        let stride = cache.slots * tokens * hd
        let places = cache.places?.read
        // Four addresses, of which the second two are those of the whole cache.
        let at = places == nil ? cache.pointers(slot: slot) : [0, 0, 0, 0]
        cudaRotate(
            qkv, shape, rotary, q: q, k: at[0], v: at[1], stride: stride, inverse: nil, places: places ?? 0, device)
        cudaForward(
            q: q.read, k: at[2], v: at[3], shape, rows: tokens, keys: filled * tokens, stride: stride, frame: 0,
            places: places.map { $0 + 16 } ?? 0, out, nil, device)
        return out
    }
}
