import Foundation
import Tensors

/// What this machine can do at best, as all else is compared with it.
package struct PeakBenchmark {
    /// Nil: the CPU.
    let device: CUDADevice?

    package init(device: CUDADevice?) { self.device = device }

    package func run() -> [String: Double] {
        [
            "peak.bf16_gflops": product(.bf16), "peak.f32_gflops": product(.f32),
            "peak.int8_gops": product(.int8),
            "peak.memory_gb_per_second": copy(bytes: 128 << 20), "peak.cache_gb_per_second": copy(bytes: 1 << 20),
        ]
    }

    /// GFLOP/s of a large product with packed weights; in int8 billions of operations a second, the rows quantised already.
    func product(_ precision: Context.Precision) -> Double {
        let store = ParameterStore()
        let w = store.declare("w", [1536, 384], deviation: 0.05)
        store.allocate(seed: 1)
        store.device = device
        let context = Context(store, precision: precision)
        let x = context.cast(
            context.constant([Float](repeating: 0.5, count: 1024 * 384), [1024, 384]), context.activations)
        let seconds = Stopwatch.median(50) { _ = context.linear(x, w, quantizes: precision == .int8) }
        return 2 * 1024 * 1536 * 384 / seconds * 1e-9
    }

    /// GB/s that all threads together read and write while they copy `bytes`.
    func copy(bytes: Int) -> Double {
        let (from, to) = (Memory(bytes), Memory(bytes))
        let workers = WorkerPool.shared
        let share = bytes / workers.threads / 64 * 64
        // Small copies are repeated, so that handing out the work does not count.
        let times = max(1, (16 << 20) / bytes)
        let seconds = Stopwatch.median(9) {
            workers.run(workers.threads) { chunk in
                for _ in 0..<times { memcpy(to.pointer + chunk * share, from.pointer + chunk * share, share) }
            }
        }
        return 2 * Double(times * share * workers.threads) / seconds * 1e-9
    }

    private final class Memory: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
        init(_ bytes: Int) {
            pointer = .allocate(byteCount: bytes, alignment: 64)
            pointer.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
        }
        deinit { pointer.deallocate() }
    }
}
