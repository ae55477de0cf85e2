import Camera
import Worlds

/// What the commanded motion between two views says of where a point of one may lie in the other.
struct ViewMotion {
    /// Metres below which the camera has turned on the spot.
    private static let least: Float = 0.01
    private let from: Camera
    private let to: Camera
    private let way: SIMD3<Double>
    private let turnsOnTheSpot: Bool

    init(_ source: Truth, _ target: Truth) {
        (from, to) = (Camera(source.pose, source.intrinsics), Camera(target.pose, target.intrinsics))
        let step = to.eye - from.eye
        way = SIMD3<Double>(step)
        turnsOnTheSpot = (step * step).sum() < Self.least * Self.least
    }

    /// Squared distance, in pixels, between a match and what the motion allows: of the source's point to where the
    /// turn carries the target's, else the Sampson distance of both to their epipolar lines.
    func squaredDistance(_ source: SIMD2<Double>, _ target: SIMD2<Double>) -> Double {
        let ray = to.ray(Float(target.x), Float(target.y))
        if turnsOnTheSpot {
            let place = from.project(ray)
            let gap = SIMD2(Double(place.x), Double(place.y)) - source
            return place.z > 0.02 ? (gap * gap).sum() : .infinity
        }
        // a . (way x b) = 0 for the rays a, b of one point; its gradient by pixels gives the lines.
        let (a, b) = (SIMD3<Double>(from.ray(Float(source.x), Float(source.y))), SIMD3<Double>(ray))
        let (normal, other) = (Self.cross(way, b), Self.cross(a, way))
        let error = (a * normal).sum()
        func slope(_ line: SIMD3<Double>, _ camera: Camera) -> Double {
            let x = (line * SIMD3<Double>(camera.right)).sum() / Double(camera.pinhole.fx)
            let y = (line * SIMD3<Double>(camera.up)).sum() / Double(camera.pinhole.fy)
            return x * x + y * y
        }
        return error * error / max(1e-12, slope(normal, from) + slope(other, to))
    }

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
}
