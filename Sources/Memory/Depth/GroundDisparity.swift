import Camera
import Foundation

/// The disparity of level ground, pixel by pixel: what is known of a picture's depth before one has looked at it.
public struct GroundDisparity: Sendable {
    let pinhole: Pinhole
    let width: Int
    let height: Int
    let travel: CameraTravel

    public init(_ motion: CameraMotion, _ travel: CameraTravel, width: Int, height: Int) {
        (self.width, self.height, self.travel) = (width, height, travel)
        pinhole = motion.pinhole(width: width, height: height)
    }

    /// H * W numbers: 1 / metres along the viewing axis, 0 above the horizon. `pitch` in radians.
    public func ground(pitch: Float) -> [Float] {
        rows { y in max(0, -(sinf(pitch) + cosf(pitch) * y)) / travel.eyeHeight }
    }

    /// The same with a backdrop at `travel.backdrop` metres behind the ground, for a world whose depth nobody estimates.
    public func backdrop(pitch: Float) -> [Float] {
        let ground = ground(pitch: pitch)
        return ground.enumerated().map { i, near in
            let (x, y) = (pinhole.right(Float(i % width)), pinhole.up(Float(i / width)))
            let ahead = cosf(pitch) - sinf(pitch) * y
            let level = max(0.2, (x * x + ahead * ahead).squareRoot())
            return max(near, level / travel.backdrop)
        }
    }

    private func rows(_ value: (Float) -> Float) -> [Float] {
        (0..<height).flatMap { row in [Float](repeating: value(pinhole.up(Float(row))), count: width) }
    }
}
