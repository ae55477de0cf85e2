import Camera
import Foundation
import Worlds

/// Where a camera went, read off the picture it made: of the ways that a body may have gone, the one from which memory shows
/// that picture. A body goes as it is told, slides along what stands in its way, or stays.
struct Odometry {
    /// Slides: by how many radians to a side; what is left of the way is the cosine.
    private static let slides: [Float] = [-1.05, -0.5, 0.5, 1.05]
    /// Another way than the one asked for must show the picture this much better, and by this much, of 255.
    private static let share: Float = 0.85
    private static let least: Float = 1
    /// Differences beyond this, of 255, are things that changed.
    private static let most: Int32 = 48

    let renderer: ViewRenderer
    let entry: WarpMemory.Entry

    /// The camera's pose in `frame`; `asked` is where its actions lead.
    func pose(of frame: Frame, asked: CameraPose) -> CameraPose {
        let (dx, dz) = (asked.x - entry.pose.x, asked.z - entry.pose.z)
        guard dx * dx + dz * dz > 1e-4, frame.width == entry.frame.width, frame.height == entry.frame.height else {
            return asked
        }
        let poses = [asked, moved(asked, 0, 0)] + Self.slides.map { moved(asked, dx, dz, by: $0) }
        let views = renderer.render(poses.map { ([entry], $0) })
        // Fair: only where each of them shows something.
        let common = frame.pixels.indices.filter { i in i % 3 == 0 && views.allSatisfy { $0.seen[i / 3] > 0 } }
        guard common.count * 12 >= frame.pixels.count else { return asked }
        let errors = views.map { Self.error($0.frame, frame, common) }
        let best = errors.indices.min { errors[$0] < errors[$1] }!
        return errors[best] < errors[0] * Self.share && errors[best] < errors[0] - Self.least ? poses[best] : asked
    }

    private func moved(_ asked: CameraPose, _ dx: Float, _ dz: Float, by angle: Float = 0) -> CameraPose {
        var pose = asked
        let (c, s) = (cosf(angle), sinf(angle))
        pose.x = entry.pose.x + (dx * c - dz * s) * c
        pose.z = entry.pose.z + (dx * s + dz * c) * c
        return pose
    }

    private static func error(_ a: Frame, _ b: Frame, _ pixels: [Int]) -> Float {
        var sum: Int32 = 0
        for i in pixels {
            let difference = (0..<3).reduce(Int32(0)) { $0 + abs(Int32(a.pixels[i + $1]) - Int32(b.pixels[i + $1])) }
            sum += min(most, difference / 3)
        }
        return Float(sum) / Float(max(1, pixels.count))
    }
}
