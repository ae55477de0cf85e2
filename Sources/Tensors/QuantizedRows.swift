import CKernels

/// The rows of a tensor as bytes, each row with a scale of its own: x = scale (u - 128), u in 1...255.
///
/// Dynamic quantisation a token at a time: the largest magnitude of a row becomes 127, so nothing need be known of the
/// data beforehand (LLM.int8(), Dettmers et al. 2022, section 2.1, calls it row-wise).
final class QuantizedRows: @unchecked Sendable {
    /// Bytes from one row to the next; what lies beyond a row's columns meets weights of zero.
    let stride: Int
    let values: UnsafeMutablePointer<UInt8>
    let scales: UnsafeMutablePointer<Float>
    private let pool: BufferPool
    private let sizes: (values: Int, scales: Int)

    init(rows: Int, columns: Int, pool: BufferPool) {
        self.pool = pool
        stride = (columns + 63) / 64 * 64
        sizes = (BufferPool.rounded(rows * stride), BufferPool.rounded(rows * 4))
        values = pool.take(sizes.values).assumingMemoryBound(to: UInt8.self)
        scales = pool.take(sizes.scales).assumingMemoryBound(to: Float.self)
    }

    deinit {
        pool.give(values, size: sizes.values)
        pool.give(scales, size: sizes.scales)
    }

    /// Fills rows `start..<end` from those of `x`.
    func fill(_ x: Tensor, _ start: Int, _ end: Int) {
        let k = x.columns
        let (target, scale, count) = (values + start * stride, scales + start, Int32(end - start))
        switch x.dtype {
        case .bf16: dk_quantize_rows16(x.bf16 + start * k, k, count, Int32(k), target, stride, scale)
        case .f32: dk_quantize_rows32(x.f32 + start * k, k, count, Int32(k), target, stride, scale)
        }
    }
}
