import Foundation
import Synchronization
import Tensors

/// What the server tells whoever started it: a line an event, and few where many come at once.
final class ServeLog: Sendable {
    private struct State {
        var second = ContinuousClock.now
        var lines = 0
        var dropped = 0
    }

    /// Lines a second at most.
    private static let limit = 20
    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void

    init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

    func tell(_ text: String) {
        state.withLock { state in
            if ContinuousClock.now - state.second > .seconds(1) {
                if state.dropped > 0 { write("... and \(state.dropped) more\n") }
                state = State()
            }
            state.lines += 1
            if state.lines <= Self.limit { write("\(text.printable)\n") } else { state.dropped += 1 }
        }
    }
}
