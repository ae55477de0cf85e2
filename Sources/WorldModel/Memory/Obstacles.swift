import Diffusion
import Foundation

/// What the newest picture shows near the camera that an upright body cannot walk through.
struct Obstacles {
    /// Half the width of the body, metres, and the part of the height of its eyes in which things stand in its way.
    private static let radius: Float = 0.28
    private static let heights: ClosedRange<Float> = 0.25...1
    /// Points that must lie in the way: fewer are an error of the estimated depth.
    private static let least = 12

    /// On level ground, metres.
    private var points: [SIMD2<Float>] = []

    init(_ entry: ViewMemory.Entry, _ motion: CameraMotion, _ travel: CameraTravel) {
        let (width, height) = (entry.frame.width, entry.frame.height)
        let focal = motion.focal(width: width)
        let (right, up, forward) = entry.pose.axes
        for y in stride(from: 0, to: height, by: 2) {
            let row = forward + up * ((Float(height) / 2 - Float(y) - 0.5) / focal)
            for x in stride(from: 0, to: width, by: 2) where entry.disparity[y * width + x] > 0.4 {
                let ray = row + right * ((Float(x) + 0.5 - Float(width) / 2) / focal)
                let point = ray / entry.disparity[y * width + x]
                guard Self.heights.contains(1 + point.y / travel.eyeHeight) else { continue }
                points.append(SIMD2(entry.pose.x + point.x, entry.pose.z + point.z))
            }
        }
    }

    /// Whether something stands in the way from one place to the next; nothing does on the way out of it.
    func block(_ old: CameraPose, _ new: CameraPose) -> Bool {
        let (a, b) = (SIMD2(old.x, old.z), SIMD2(new.x, new.z))
        guard a != b else { return false }
        func square(_ v: SIMD2<Float>) -> Float { (v * v).sum() }
        return points.count { square($0 - b) < Self.radius * Self.radius && square($0 - b) < square($0 - a) }
            >= Self.least
    }
}
