import CKernels
import COpenBLAS
import Foundation
import Synchronization

/// A few threads that share out the chunks of one job at a time.
///
/// Idle workers spin briefly, then sleep, so that a busy neighbour on the same cores does not bring work to a halt.
/// Every chunk's result is independent of who computes it, so results do not depend on the number of threads.
public final class WorkerPool: @unchecked Sendable {
    public let threads: Int
    private let condition = NSCondition()
    private let generation = Atomic<Int>(0)
    private let next = Atomic<Int>(0)
    private let finished = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private var chunks = 0
    private var job: ((Int) -> Void)?
    private let busy = NSLock()

    public static let shared = WorkerPool(
        threads: ProcessInfo.processInfo.environment["DIORAMA_THREADS"].flatMap(Int.init)
            ?? ProcessInfo.processInfo.activeProcessorCount)

    /// The threads live as long as the process.
    public init(threads: Int) {
        self.threads = max(1, threads)
        openblas_set_num_threads(1)
        for _ in 1..<max(2, self.threads) where self.threads > 1 {
            let thread = Thread { self.work() }
            thread.stackSize = 1 << 22
            thread.start()
        }
    }

    /// Runs `body` for every chunk number below `count`, and returns when all are done. Calls do not nest.
    public func run(_ count: Int, _ body: (Int) -> Void) {
        if count <= 1 || threads == 1 {
            for chunk in 0..<max(0, count) { body(chunk) }
            return
        }
        busy.lock()
        defer { busy.unlock() }
        withoutActuallyEscaping(body) { escaping in
            job = escaping
            chunks = count
            finished.store(0, ordering: .relaxed)
            next.store(0, ordering: .relaxed)
            generation.add(1, ordering: .sequentiallyConsistent)
            if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
                condition.lock()
                condition.broadcast()
                condition.unlock()
            }
            drain()
            var spins = 0
            while finished.load(ordering: .acquiring) < threads {
                spins += 1
                if spins > 20_000 { sched_yield() }
            }
            job = nil
        }
    }

    private func drain() {
        takeChunks()
        finished.add(1, ordering: .releasing)
    }

    /// Not inlined: the job must be let go before this thread says that it has finished.
    @inline(never) private func takeChunks() {
        guard let job else { return }
        while true {
            let chunk = next.add(1, ordering: .relaxed).oldValue
            if chunk >= chunks { return }
            job(chunk)
        }
    }

    private func work() {
        var seen = 0
        while true {
            var spins = 0
            while generation.load(ordering: .acquiring) == seen {
                spins += 1
                if spins < 20_000 { continue }
                if spins < 20_200 {
                    sched_yield()
                    continue
                }
                sleepers.add(1, ordering: .sequentiallyConsistent)
                condition.lock()
                while generation.load(ordering: .sequentiallyConsistent) == seen { condition.wait() }
                condition.unlock()
                sleepers.subtract(1, ordering: .sequentiallyConsistent)
            }
            seen += 1
            drain()
        }
    }
}
