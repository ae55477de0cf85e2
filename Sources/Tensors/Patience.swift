import Foundation
import Synchronization

/// How long a waiting thread spins before it sleeps.
///
/// A virtual machine takes tens of microseconds to wake a thread, half a primitive: where one thread is held up for a moment,
/// the other should not come late as well. Beside another busy process, though, a core that one thread spins on is a core
/// that the thread it waits for cannot move to. The kernel counts how often it takes a core from this process: on two cores
/// some 100 times a second when alone, thousands of times for most of the time beside one busy process.
final class Patience: Sendable {
    /// Looks at a counter, some 10 and some 150 microseconds: the gaps between primitives, and a chunk of one.
    private static let (brief, long) = (20_000, 250_000)
    /// Losses of a core a second, counted over `window` seconds or more, from which on spinning is brief, and for how many
    /// seconds it then stays so.
    private static let (most, window, memory) = (2500.0, 0.1, 1.0)

    private struct Look {
        var time = 0.0
        var losses = 0
        var briefUntil = 0.0
    }

    private let last = Mutex(Look())

    /// Spins until it is so; false where it is time to sleep.
    @inline(__always) func spin(until isSo: () -> Bool) -> Bool {
        for _ in 0..<Self.brief where isSo() { return true }
        if isContended() { return false }
        for _ in 0..<(Self.long - Self.brief) where isSo() { return true }
        return false
    }

    private func isContended() -> Bool {
        last.withLock { last in
            let now = Double(DispatchTime.now().uptimeNanoseconds) * 1e-9
            if now >= last.time + Self.window {
                var usage = rusage()
                getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
                let rate = Double(usage.ru_nivcsw - last.losses) / (now - last.time)
                if rate > Self.most { last.briefUntil = now + Self.memory }
                (last.time, last.losses) = (now, usage.ru_nivcsw)
            }
            return now < last.briefUntil
        }
    }
}
