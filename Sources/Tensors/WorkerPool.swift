import CKernels
import Foundation
import Synchronization

/// A few threads that share out the chunks of one job at a time.
///
/// Threads that wait, the caller among them, spin for a while (`Patience`) and then sleep. Every chunk's result is independent
/// of who computes it, so results do not depend on the number of threads.
public final class WorkerPool: @unchecked Sendable {
    /// The chunks of one call of `run`; whoever comes late finds none left.
    private final class Job: @unchecked Sendable {
        let count: Int
        var body: ((Int) -> Void)?
        let next = Atomic<Int>(0)
        let completed = Atomic<Int>(0)
        /// Whether the caller sleeps until the last chunk is done.
        let awaited = Atomic<Bool>(false)

        init(_ count: Int, _ body: @escaping (Int) -> Void) { (self.count, self.body) = (count, body) }

        /// Returns whether it was this thread that did the last chunk.
        func drain() -> Bool {
            var last = false
            while true {
                let chunk = next.add(1, ordering: .relaxed).oldValue
                if chunk >= count { return last }
                call(chunk)
                last = completed.add(1, ordering: .sequentiallyConsistent).newValue == count
            }
        }

        /// Not inlined: the body must be let go before its chunk counts as completed.
        @inline(never) private func call(_ chunk: Int) { body?(chunk) }
    }

    public let threads: Int
    private let begun = NSCondition()
    private let done = NSCondition()
    private let generation = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let current = Mutex<Job?>(nil)
    private let busy = NSLock()
    private let patience = Patience()

    public static let shared = WorkerPool(
        threads: (try? chosenThreads()) ?? ProcessInfo.processInfo.activeProcessorCount)

    /// How many threads `DIORAMA_THREADS` asks for; without it one a processor. Throws `FileError` where it is no number of threads
    /// that a machine like this one could use.
    public static func chosenThreads(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Int {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        guard let text = environment["DIORAMA_THREADS"], !text.isEmpty else { return processors }
        let most = max(64, 4 * processors)
        guard let threads = Int(text), (1...most).contains(threads) else {
            throw FileError(
                "The environment variable DIORAMA_THREADS is '\(text.prefix(40))': give a number of threads from 1 to \(most), "
                    + "or unset it for one a processor.")
        }
        return threads
    }

    /// The threads live as long as the process.
    public init(threads: Int) {
        self.threads = max(1, threads)
        for _ in 1..<max(2, self.threads) where self.threads > 1 {
            let thread = Thread { self.work() }
            thread.stackSize = 1 << 22
            thread.start()
        }
    }

    /// Whether the calling thread does all chunks by itself.
    @TaskLocal private static var isAlone = false

    /// Runs `body` without the help of other threads: for work of which there is a piece for every processor.
    public static func alone<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $isAlone.withValue(true, operation: body)
    }

    /// Runs `body` for every chunk number below `count`, and returns when all are done. Calls do not nest.
    ///
    /// It waits for chunks, not for threads: a worker that another process keeps from its core holds nothing up unless
    /// it has begun a chunk.
    public func run(_ count: Int, _ body: (Int) -> Void) {
        if count <= 1 || threads == 1 || Self.isAlone {
            for chunk in 0..<max(0, count) { body(chunk) }
            return
        }
        busy.lock()
        defer { busy.unlock() }
        withoutActuallyEscaping(body) { escaping in
            let job = Job(count, escaping)
            current.withLock { $0 = job }
            generation.add(1, ordering: .sequentiallyConsistent)
            if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
                begun.lock()
                begun.broadcast()
                begun.unlock()
            }
            if !job.drain() { wait(for: job) }
            // No chunk is left to take, so nobody looks at the body again.
            job.body = nil
        }
    }

    private func wait(for job: Job) {
        if patience.spin(until: { job.completed.load(ordering: .acquiring) == job.count }) { return }
        job.awaited.store(true, ordering: .sequentiallyConsistent)
        done.lock()
        while job.completed.load(ordering: .sequentiallyConsistent) < job.count { done.wait() }
        done.unlock()
    }

    private func work() {
        var seen = 0
        while true {
            if !patience.spin(until: { generation.load(ordering: .acquiring) != seen }) {
                sleepers.add(1, ordering: .sequentiallyConsistent)
                begun.lock()
                while generation.load(ordering: .sequentiallyConsistent) == seen { begun.wait() }
                begun.unlock()
                sleepers.subtract(1, ordering: .sequentiallyConsistent)
            }
            seen = generation.load(ordering: .acquiring)
            guard let job = current.withLock({ $0 }) else { continue }
            if job.drain(), job.awaited.load(ordering: .sequentiallyConsistent) {
                done.lock()
                done.signal()
                done.unlock()
            }
        }
    }
}
