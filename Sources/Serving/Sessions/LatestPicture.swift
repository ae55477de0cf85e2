import Dispatch
import Playing
import Synchronization

/// The newest picture that a client has not been sent, and how many were sent that it has not yet shown. Older ones give way: a
/// slow reader sees fewer pictures, never late ones.
final class LatestPicture: Sendable {
    private struct State {
        var picture: Picture?
        /// Numbers of pictures under way.
        var sent = 0
        var shown = 0
        var skipped = 0
        var isEnded = false
    }

    /// Pictures under way at most.
    private static let credit = 4
    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    func put(_ new: Picture) {
        state.withLock { state in
            var new = new
            if let old = state.picture {
                state.skipped += 1
                // The key that the one left out would have been the first to answer.
                new.keyed = old.keyed ?? new.keyed
            }
            state.picture = new
        }
        changed.signal()
    }

    func end() {
        state.withLock { $0.isEnded = true }
        changed.signal()
    }

    /// The client has shown the picture of this sequence number.
    func shown(_ sequence: Int) {
        state.withLock { $0.shown = max($0.shown, min(sequence, $0.sent)) }
        changed.signal()
    }

    enum Next {
        case picture(Picture, sequence: Int, skipped: Int)
        case none, ended
    }

    /// The next to be sent; waits for it `milliseconds` at most.
    func take(within milliseconds: Int) -> Next {
        _ = changed.wait(timeout: .now() + .milliseconds(milliseconds))
        return state.withLock { state in
            if state.isEnded { return .ended }
            guard state.sent - state.shown < Self.credit, let picture = state.picture else { return .none }
            state.picture = nil
            state.sent += 1
            return .picture(picture, sequence: state.sent, skipped: state.skipped)
        }
    }
}
