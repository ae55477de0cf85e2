import Dispatch
import Synchronization

/// Makes many things at a time, a thread a core, under a bar.
public enum AllCores {
    /// What `make` gives for 0 ..< `count`, in this order. The first failure ends it, and a signal does, with `Stopped`.
    public static func gather<T: Sendable>(
        _ count: Int, label: String, _ make: @Sendable (Int) throws -> T
    ) throws -> [T] {
        let bar = ProgressBar(total: count, label: label)
        let made = Mutex<(parts: [Int: T], failure: (any Error)?)>(([:], nil))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            guard !Interrupt.requested, made.withLock({ $0.failure == nil }) else { return }
            do {
                let part = try make(index)
                bar.update(
                    made.withLock {
                        $0.parts[index] = part
                        return $0.parts.count
                    })
            } catch {
                made.withLock { $0.failure = error }
            }
        }
        bar.finish()
        return try made.withLock {
            if let failure = $0.failure { throw failure }
            if $0.parts.count < count {
                try Interrupt.check(
                    "Stopped after \($0.parts.count) of \(count) \(label.lowercased()), before training went on; "
                        + "the same command makes them again and goes on.")
            }
            return $0.parts.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}
