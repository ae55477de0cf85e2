import Foundation
import Synchronization

/// Ctrl-C, SIGTERM and SIGHUP as a flag, so that long work can save and end.
public enum Interrupt {
    private static let received = Atomic<Int32>(0)
    private static let moment = Atomic<Int64>(0)
    /// Nanoseconds within which a signal counts as the same one: `timeout` sends it to the process and to its group.
    private static let echo: Int64 = 250_000_000

    public static var requested: Bool { received.load(ordering: .relaxed) != 0 }

    /// The exit status of work that a signal ended, as shells tell it: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.
    public static var exitStatus: Int32 { 128 + received.load(ordering: .relaxed) }

    /// Throws `Stopped` with `words` once a signal has come.
    public static func check(_ words: @autoclosure () -> String) throws {
        if requested { throw Stopped(words()) }
    }

    /// From here on the first signal raises the flag and a second one ends the process. To be called before long work begins.
    public static func catchSignals() {
        // Both are to be there before a signal handler asks for them.
        _ = (received.load(ordering: .relaxed), moment.load(ordering: .relaxed))
        // Whoever started this process may have had them held back.
        var wanted = sigset_t()
        sigemptyset(&wanted)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&wanted, number) }
        pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
        signal(SIGINT, handle)
        signal(SIGTERM, handle)
        let earlier = signal(SIGHUP, handle)
        // `nohup` has it ignored.
        if unsafeBitCast(earlier, to: Int.self) == 1 { signal(SIGHUP, SIG_IGN) }
    }

    private static let handle: @convention(c) (Int32) -> Void = { number in
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        if Interrupt.received.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged {
            Interrupt.moment.store(now, ordering: .relaxed)
        } else if now - Interrupt.moment.load(ordering: .relaxed) > Interrupt.echo {
            _exit(128 + number)
        }
    }
}
