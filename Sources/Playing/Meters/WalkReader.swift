import Camera
import Foundation
import Worlds

/// How far a camera has walked, read off the ground in two pictures: of the shares of the way that was asked for, the one from
/// which the earlier picture's ground would look as the later one's does.
struct WalkReader {
    /// Pictures that lie between the two: one step alone moves the ground by a pixel or so.
    private static let span = 4
    /// Shares of the way that are tried; neighbours differ by `step`.
    private static let shares: [Float] = [-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5]
    private static let step: Float = 0.25
    /// Metres to the side or ahead that must have been asked for, and the farthest ground that is looked at.
    private static let leastWay: Float = 0.2
    private static let farthest: Float = 5
    /// Differences of brightness beyond this, of 255, are things that stand on the ground.
    private static let most: Float = 40

    private let motion: CameraMotion
    private let travel: CameraTravel
    private var moments: [(light: [Float], pose: CameraPose)] = []

    /// nil where nothing is known of how actions carry the camera; `pitch` is that of `first`, radians.
    init?(_ motion: CameraMotion?, pitch: Float, first: PictureProfile) {
        guard let motion, let travel = motion.travel else { return nil }
        (self.motion, self.travel) = (motion, travel)
        moments = [(first.light, CameraPose(pitch: pitch))]
    }

    /// The share of the way asked for during the last pictures that the newest one shows; nil where too little was asked for, or
    /// no share fits clearly.
    mutating func read(_ profile: PictureProfile, _ action: [Float]) -> Double? {
        guard action.count == motion.channels, var pose = moments.last?.pose else { return nil }
        pose.move(action, motion, travel)
        moments.append((profile.light, pose))
        if moments.count > Self.span + 1 { moments.removeFirst() }
        guard moments.count == Self.span + 1, moments[0].light.count == profile.light.count else { return nil }
        let before = moments[0]
        let way = SIMD2(pose.x - before.pose.x, pose.z - before.pose.z)
        guard (way * way).sum().squareRoot() >= Self.leastWay else { return nil }
        let ground = ground(pose, profile.width, profile.light.count / profile.width)
        guard ground.count >= 100 else { return nil }
        let errors = Self.shares.map { share in
            var pose = pose
            (pose.x, pose.z) = (before.pose.x + way.x * share, before.pose.z + way.y * share)
            return error(ground, from: pose, before, profile)
        }
        let mean = errors.reduce(0, +) / Float(errors.count)
        let at = errors.indices.min { errors[$0] < errors[$1] }!
        guard errors[at] < 0.8 * mean, mean > 1 else { return nil }
        guard at > 0, at < errors.count - 1 else { return Double(Self.shares[at]) }
        let bend = errors[at - 1] - 2 * errors[at] + errors[at + 1]
        let part = bend > 0 ? (errors[at - 1] - errors[at + 1]) / (2 * bend) : 0
        return Double(Self.shares[at] + Self.step * part)
    }

    /// Every second pixel that would show level ground, with the ground's place beside the camera, not turned with it.
    private func ground(_ pose: CameraPose, _ width: Int, _ height: Int) -> [(at: Int, x: Float, z: Float)] {
        let (pinhole, axes) = (motion.pinhole(width: width, height: height), pose.axes)
        var result: [(at: Int, x: Float, z: Float)] = []
        for y in stride(from: height / 2, to: height, by: 2) {
            for x in stride(from: 0, to: width, by: 2) {
                let ray = axes.right * pinhole.right(Float(x)) + axes.up * pinhole.up(Float(y)) + axes.forward
                let reach = -travel.eyeHeight / ray.y
                guard ray.y < -0.01, reach < Self.farthest else { continue }
                result.append((y * width + x, ray.x * reach, ray.z * reach))
            }
        }
        return result
    }

    /// Mean difference of the ground's brightness, were the newest picture taken `from` there.
    private func error(
        _ ground: [(at: Int, x: Float, z: Float)], from pose: CameraPose, _ before: (light: [Float], pose: CameraPose),
        _ now: PictureProfile
    ) -> Float {
        let (width, height) = (now.width, now.light.count / now.width)
        let (pinhole, axes) = (motion.pinhole(width: width, height: height), before.pose.axes)
        let (dx, dz) = (pose.x - before.pose.x, pose.z - before.pose.z)
        var (sum, count): (Float, Float) = (0, 0)
        for place in ground {
            let seen = axes.seen(SIMD3(place.x + dx, -travel.eyeHeight, place.z + dz))
            guard seen.z > 0.1 else { continue }
            let x = pinhole.cx + pinhole.fx * seen.x / seen.z - 0.5
            let y = pinhole.cy - pinhole.fy * seen.y / seen.z - 0.5
            guard x >= 0, y >= 0, x < Float(width - 1), y < Float(height - 1) else { continue }
            let (left, top) = (Int(x), Int(y))
            let (a, b, at) = (x - Float(left), y - Float(top), top * width + left)
            let upper = before.light[at] * (1 - a) + before.light[at + 1] * a
            let lower = before.light[at + width] * (1 - a) + before.light[at + width + 1] * a
            sum += min(Self.most, abs(upper * (1 - b) + lower * b - now.light[place.at]))
            count += 1
        }
        return count < 50 ? Self.most : sum / count
    }
}
