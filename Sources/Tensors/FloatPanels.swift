import CKernels
import Foundation

/// A weight [N, K] as f32 in the order the kernels read, N a multiple of a panel's columns.
final class FloatPanels: @unchecked Sendable {
    static let columns = Int(DK_PANEL32)
    let values: UnsafeMutablePointer<Float>

    init(_ w: UnsafePointer<Float>, n: Int, k: Int, workers: WorkerPool) {
        values = UnsafeMutableRawPointer.allocate(byteCount: n * k * 4, alignment: 64)
            .assumingMemoryBound(to: Float.self)
        let weights = UnsafeSendable(w)
        workers.run(n / Self.columns) { p in
            dk_pack32(weights.value, Int32(k), Int32(p), Int32(p + 1), self.values)
        }
    }

    deinit { values.deallocate() }
}
