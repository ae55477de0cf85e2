import Camera
import Worlds

/// How far the camera moved between two pictures, each part as a share of what its key, held all the while, would do.
public struct CameraShift: Hashable, Sendable {
    /// Metres ahead and to the right of the mean heading, degrees to the right and upwards, over those of the keys.
    public var parts: SIMD4<Float>
    /// Metres upwards, as they are: jumps and steps.
    public var rise: Float = 0

    public init(_ parts: SIMD4<Float>) { self.parts = parts }

    /// From pose `a` to pose `b`, `frames` later.
    public init(from a: Truth.Pose, to b: Truth.Pose, frames: Int) {
        var turn = b.yaw - a.yaw
        if turn > .pi { turn -= 2 * .pi } else if turn < -.pi { turn += 2 * .pi }
        // An arc leads where its chord points.
        let heading = a.yaw + turn / 2
        let (ahead, side) = Heading(heading).parts(b.x - a.x, b.z - a.z)
        parts = SIMD4(ahead, side, turn * 180 / .pi, (b.pitch - a.pitch) * 180 / .pi)
        parts /= Self.full * Float(frames)
        rise = b.y - a.y
    }

    /// What the keys of the standard channels do in a frame: metres, metres, degrees, degrees.
    static let full = SIMD4<Float>(
        StandardChannel.forward.perFrame, StandardChannel.right.perFrame, StandardChannel.turn.perFrame,
        StandardChannel.look.perFrame)

    /// Up to this much of every part is standing still.
    private static let rest: Float = 0.1
    /// A motion is of one kind where its greatest part is this much or more, and the others are at most half of it.
    private static let clear: Float = 0.4

    /// What kind of motion it is; nil for a mixture.
    public var kind: MotionKind? {
        let sizes = abs(parts)
        let greatest = sizes.max()
        if greatest <= Self.rest { return .still }
        guard greatest >= Self.clear, (0..<4).count(where: { sizes[$0] > greatest / 2 }) == 1 else { return nil }
        return likeliest
    }

    /// The kind that is nearest, mixed or not.
    public var likeliest: MotionKind {
        let sizes = abs(parts)
        let part = (0..<4).max { sizes[$0] < sizes[$1] }!
        // Half way between rest and a clear motion.
        guard sizes[part] >= (Self.rest + Self.clear) / 2 else { return .still }
        return MotionKind(part: part, positive: parts[part] > 0)
    }

    private func abs(_ x: SIMD4<Float>) -> SIMD4<Float> { x.replacing(with: -x, where: x .< 0) }
}
