import CKernels
import Foundation

/// A matrix as f32 in the order the kernels read, [columns / 16, rows, 16] with the columns padded with zeros.
final class FloatPanels: @unchecked Sendable {
    let values: UnsafeMutablePointer<Float>

    /// The matrix [k, n] whose element (i, j) is `w[j * k + i]` where it is `transposed`, else `w[i * n + j]`.
    init(_ w: UnsafePointer<Float>, k: Int, n: Int, transposed: Bool, workers: WorkerPool) {
        let count = (n + 15) / 16
        values = UnsafeMutableRawPointer.allocate(byteCount: count * 16 * k * 4, alignment: 64)
            .assumingMemoryBound(to: Float.self)
        let weights = UnsafeSendable(w)
        let group = max(1, (count + 7) / 8)
        workers.run((count + group - 1) / group) { chunk in
            let (p0, p1) = (Int32(chunk * group), Int32(min(count, (chunk + 1) * group)))
            if transposed {
                dk_pack32_transposed(weights.value, k, Int32(k), Int32(n), p0, p1, self.values)
            } else {
                dk_pack32(weights.value, n, Int32(k), Int32(n), p0, p1, self.values)
            }
        }
    }

    deinit { values.deallocate() }
}
