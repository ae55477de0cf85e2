import Foundation
import Synchronization
import Tensors

/// Makes episodes on all processors but one while a model trains on those there are.
public final class EpisodeFeed<Made: Sendable>: Sendable {
    private struct State {
        var next: Int
        var made: [Made] = []
        var failure: (any Error)?
        var stopped = false
    }

    private let state: Mutex<State>

    /// Begins at once with the episodes of `numbers`, in their order but for the time that each takes.
    public init(_ numbers: Range<Int>, make: @escaping @Sendable (Int) throws -> Made) {
        state = Mutex(State(next: numbers.lowerBound))
        for _ in 0..<max(1, min(numbers.count, ProcessInfo.processInfo.activeProcessorCount - 1)) {
            let thread = Thread { self.work(numbers.upperBound, make) }
            thread.stackSize = 1 << 23
            thread.qualityOfService = .utility
            thread.start()
        }
    }

    private func work(_ end: Int, _ make: @Sendable (Int) throws -> Made) {
        while let number = claim(end) {
            do {
                let episode = try WorkerPool.alone { try make(number) }
                state.withLock { $0.made.append(episode) }
            } catch {
                state.withLock { $0.failure = error }
            }
        }
    }

    private func claim(_ end: Int) -> Int? {
        state.withLock { state in
            guard state.next < end, !state.stopped, state.failure == nil else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// The episodes that were finished since the last time.
    public func take() throws -> [Made] {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            defer { state.made = [] }
            return state.made
        }
    }

    /// Lets no further episode begin.
    public func stop() { state.withLock { $0.stopped = true } }
}
