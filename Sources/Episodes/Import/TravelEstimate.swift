import Camera
import Worlds

/// How many metres a channel walks in a frame, as recorded poses show.
struct TravelEstimate: Sendable {
    var channel: Int
    /// The median of the frames in which something came of it.
    var metres: Float
    /// Frames in which the channel alone walked.
    var frames: Int
    /// The share of those in which nothing came of it: a wall stood there.
    var blocked: Float

    private static let fewest = 20

    /// For each channel of `space` that walks; `late` frames after the motion come the actions.
    static func measure(_ samples: [TruthSample], _ space: ActionSpace, late: Int) -> [TravelEstimate] {
        let walking = space.channels.indices.filter {
            if case .move = space.channels[$0].effect { true } else { false }
        }
        return walking.compactMap { channel in
            guard case .move(_, let direction) = space.channels[channel].effect else { return nil }
            let steps = samples.flatMap { sample in
                (1..<max(1, sample.poses.count)).compactMap { t -> Float? in
                    guard sample.actions.indices.contains(t + late) else { return nil }
                    let values = sample.actions[t + late].values
                    guard values[channel] > 0, walking.allSatisfy({ $0 == channel || values[$0] == 0 }) else {
                        return nil
                    }
                    return along(direction, sample.poses[t - 1], sample.poses[t]) / values[channel]
                }
            }.filter(\.isFinite).sorted()
            guard steps.count >= fewest else { return nil }
            let free = steps.filter { $0 > steps[steps.count * 95 / 100] / 4 }
            guard let metres = free.isEmpty ? nil : free[free.count / 2], (1e-4...100).contains(metres) else {
                return nil
            }
            return TravelEstimate(
                channel: channel, metres: metres, frames: steps.count,
                blocked: 1 - Float(free.count) / Float(steps.count))
        }
    }

    /// Metres from `a` to `b` in a direction, seen from where `b` looks.
    private static func along(_ direction: ActionEffect.Direction, _ a: Truth.Pose, _ b: Truth.Pose) -> Float {
        let way = Heading(b.yaw).parts(b.x - a.x, b.z - a.z)
        return switch direction {
        case .forward: way.ahead
        case .back: -way.ahead
        case .left: -way.side
        case .right: way.side
        }
    }
}
