import Foundation
import Synchronization
import Tensors

/// Progress with the time left: a bar on a terminal, now and then a plain line elsewhere. Writes to stderr.
public final class ProgressBar: Sendable {
    private struct State {
        var shown: ContinuousClock.Instant?
        var shownTenth = 0
        var first: (done: Int, at: ContinuousClock.Instant)?
        var done = 0
        var note = ""
        var finished = false
    }

    private let total: Int
    private let label: String
    private let terminal: Bool
    private let begin = ContinuousClock.now
    private let state = Mutex(State())

    /// Whether this process shows any: of several that work together, one does.
    public static let areShown = Atomic<Bool>(true)

    public init(total: Int, label: String) {
        (self.total, self.label) = (max(1, total), label.printable)
        terminal = StandardError.isTerminal
    }

    /// Shows that `done` of the total are done, with `note` behind it. Cheap enough to call at every step.
    public func update(_ done: Int, _ note: String = "") {
        state.withLock { state in
            if state.finished { return }
            let now = ContinuousClock.now
            if state.first == nil { state.first = (done, now) }
            (state.done, state.note) = (done, note.printable)
            let tenth = done * 10 / total
            let due = state.shown.map { now - $0 > (terminal ? .milliseconds(100) : .seconds(30)) } ?? true
            guard due || (!terminal && tenth != state.shownTenth) else { return }
            (state.shown, state.shownTenth) = (now, tenth)
            show(state, now)
        }
    }

    /// Shows the last state and leaves the line.
    public func finish() {
        state.withLock { state in
            if state.finished { return }
            state.finished = true
            show(state, .now)
            if terminal { put("\n") }
        }
    }

    private func show(_ state: State, _ now: ContinuousClock.Instant) {
        var left: Duration?
        if let first = state.first, state.done > first.done {
            // What was done before the first update (a resumed training) says nothing about the speed.
            left = (now - first.at) * Double(max(0, total - state.done)) / Double(state.done - first.done)
        }
        let elapsed = now - begin
        if terminal {
            put(
                "\r\u{1B}[K"
                    + Self.line(
                        label: label, done: state.done, total: total, elapsed: elapsed,
                        left: state.finished ? nil : left, note: state.note, width: Self.width()))
        } else {
            put(
                Self.line(
                    label: label, done: state.done, total: total, elapsed: elapsed, left: state.finished ? nil : left,
                    note: state.note, width: nil) + "\n")
        }
    }

    /// One line of progress; with `width` columns it has a bar and is cut to fit, without it is plain.
    static func line(
        label: String, done: Int, total: Int, elapsed: Duration, left: Duration?, note: String, width: Int?
    ) -> String {
        let time = left.map { "\(clock($0)) left" } ?? "\(clock(elapsed)) so far"
        let tail = "\(done)/\(total)  \(time)" + (note.isEmpty ? "" : "  \(note)")
        guard let width else { return "\(label)  \(tail)" }
        let room = min(40, width - label.count - tail.count - 5)
        if room < 5 { return String("\(label)  \(tail)".prefix(max(0, width - 1))) }
        let full = max(0, min(room, room * done / max(1, total)))
        return "\(label) [\(String(repeating: "=", count: full))\(String(repeating: " ", count: room - full))] \(tail)"
    }

    /// Hours, minutes and seconds, e.g. "1:02:03" or "2:03".
    static func clock(_ duration: Duration) -> String {
        let s = Int(max(0, min(duration / .seconds(1), 360_000_000)).rounded())
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return s >= 3600 ? "\(s / 3600):\(two(s / 60 % 60)):\(two(s % 60))" : "\(s / 60):\(two(s % 60))"
    }

    private static func width() -> Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private func put(_ text: String) {
        if Self.areShown.load(ordering: .relaxed) { StandardError.write(text) }
    }
}
