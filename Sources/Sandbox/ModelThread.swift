import Foundation
import ReferenceWorld
import Synchronization
import Worlds

/// Runs the rollout on a thread of its own, at most one group of frames ahead of the window.
public final class ModelThread: Sendable {
    public struct Picture: Sendable {
        public var world: Frame
        public var reference: Frame
        public var number: Int
        /// When the keys it answers were read.
        public var keyed: Date
    }

    struct State {
        var rollout: Rollout
        var first: Rollout
        /// Rollouts to go back to, one a second.
        var past: [Rollout] = []
        var queue: [Picture] = []
        var action: Action
        var paused = false
        var single = false
        var policy: Policy?
        var computeTimes = FrameStatistics()
        var failure: String?
        var stopping = false
        var lines: [String] = []
    }

    let state: Mutex<State>
    private static let snapshotsKept = 120

    public init(_ rollout: Rollout) {
        state = Mutex(State(rollout: rollout, first: rollout, action: .none(rollout.actionSpace.channels.count)))
    }

    public func start() {
        let thread = Thread { self.work() }
        thread.stackSize = 1 << 23
        thread.start()
    }

    private func work() {
        while true {
            // Copy the rollout out, so that the window never waits for the model.
            let job: (rollout: Rollout, action: Action)? = state.withLock { s in
                if s.stopping { return nil }
                if (s.paused && !s.single) || s.queue.count > s.rollout.groupSize {
                    return (s.rollout, Action(values: []))
                }
                s.single = false
                if s.policy != nil { s.action = s.policy!.action(for: s.rollout.reference) }
                return (s.rollout, s.action)
            }
            guard let job else { return }
            let action = job.action
            var rollout = job.rollout
            if action.values.isEmpty {
                Thread.sleep(forTimeInterval: 0.004)
                continue
            }
            let keyed = Date()
            let before = rollout.count
            do {
                let pairs = try rollout.advance(action)
                let spent = Date().timeIntervalSince(keyed) * 1000 / Double(pairs.count)
                state.withLock { s in
                    // A restart or a rewind meanwhile makes this group void.
                    guard s.rollout.count == before else { return }
                    if before % 20 < rollout.groupSize {
                        s.past.append(s.rollout)
                        if s.past.count > Self.snapshotsKept { s.past.removeFirst() }
                    }
                    s.computeTimes.add(spent)
                    s.rollout = rollout
                    s.lines.append(ActionLog.line(action, space: rollout.actionSpace))
                    for (i, pair) in pairs.enumerated() {
                        s.queue.append(
                            Picture(world: pair.world, reference: pair.reference, number: before + i + 1, keyed: keyed))
                    }
                }
            } catch {
                state.withLock {
                    $0.failure = "\(error)"
                    $0.stopping = true
                }
            }
        }
    }

    public func stop() { state.withLock { $0.stopping = true } }
}
