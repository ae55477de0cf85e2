import Synchronization
import Testing

@testable import Tensors

struct WorkerPoolTests {
    /// More threads than this machine has cores, so that some are always kept waiting; short jobs, so that callers and
    /// workers now spin, now sleep.
    @Test(.timeLimit(.minutes(1))) func everyChunkIsDoneOnce() {
        let pool = WorkerPool(threads: 5)
        final class Counts: Sendable {
            let chunks = Mutex([Int](repeating: 0, count: 7))
        }
        let counts = Counts()
        for job in 0..<3000 {
            pool.run(7) { chunk in
                var work: Float = 1
                for _ in 0..<(job % 50) * 100 { work = work * 0.999 + 0.5 }
                counts.chunks.withLock { $0[chunk] += work > 0 ? 1 : 0 }
            }
            let done = counts.chunks.withLock { $0 }
            #expect(done.allSatisfy { $0 == job + 1 })
        }
    }

    @Test func callersFromSeveralThreadsTakeTurns() async {
        let pool = WorkerPool(threads: 2)
        let sums = await withTaskGroup(of: Int.self) { group in
            for caller in 1...4 {
                group.addTask {
                    let sum = Atomic<Int>(0)
                    for _ in 0..<200 { pool.run(5) { chunk in sum.add(caller * chunk, ordering: .relaxed) } }
                    return sum.load(ordering: .relaxed)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sums.sorted() == (1...4).map { $0 * 200 * 10 })
    }
}
