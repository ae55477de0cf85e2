import CKernels
import Foundation

/// A weight [N, K] as int8 in the order the kernels read, each output channel with a scale of its own.
///
/// Weights lie within +-64, a bit less than a byte holds: only so do the pairwise sums of CPUs without VNNI stay exact,
/// and every kind of kernel gives the same bits.
final class QuantizedPanels: @unchecked Sendable {
    let values: UnsafeMutablePointer<Int8>
    let scales: UnsafeMutablePointer<Float>
    /// What the zero point of the rows adds to each column.
    let offsets: UnsafeMutablePointer<Int32>

    init(_ w: UnsafePointer<Float>, n: Int, k: Int, workers: WorkerPool) {
        let panels = (n + 15) / 16
        let bytes = panels * 16 * ((k + 3) / 4 * 4)
        values = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).assumingMemoryBound(to: Int8.self)
        scales = .allocate(capacity: panels * 16)
        offsets = .allocate(capacity: panels * 16)
        let weights = UnsafeSendable(w)
        workers.run(panels) { p in
            dk_pack8(
                weights.value, k, Int32(k), Int32(n), Int32(p), Int32(p + 1), self.values, self.scales, self.offsets)
        }
    }

    deinit {
        values.deallocate()
        scales.deallocate()
        offsets.deallocate()
    }
}
