import Foundation
import Worlds

/// Plays a list of actions without a display.
public enum HeadlessPlay {
    /// All frames, the first one included: one action a group of frames.
    public static func run(
        _ rollout: Rollout, actions: [Action], progress: (Int, Int) -> Void = { _, _ in },
        frame: (Frame) throws -> Void
    ) throws {
        var rollout = rollout
        try frame(rollout.frame)
        for (done, action) in actions.enumerated() {
            for pair in try rollout.advance(action) { try frame(pair.world) }
            progress(done + 1, actions.count)
        }
    }
}
