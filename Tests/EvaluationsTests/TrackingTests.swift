import Camera
import Foundation
import Testing
import Worlds

@testable import Evaluations

/// Fitting, finding and epipolar distances on cases whose answer is known.
struct TrackingTests {
    @Test func accelerationOfAParabola() throws {
        let points = (10..<20).map { t -> (frame: Int, height: Double) in
            let s = Double(t) / Flight.rate
            return (t, 3 + 2 * s - 0.5 * 9.8 * s * s)
        }
        #expect(abs(try #require(Flight.acceleration(points)) - 9.8) < 1e-6)
        #expect(Flight.acceleration(Array(points.prefix(3))) == nil)
    }

    @Test func findsAThingWhereItIs() throws {
        // A bright square on a slope of grey, 3 pixels right of and 2 above its true place.
        func picture(_ left: Int?, _ top: Int) -> Frame {
            var frame = Frame(width: 64, height: 48)
            for y in 0..<48 {
                for x in 0..<64 {
                    let isInside = left.map { (x - $0) * ($0 + 7 - x) >= 0 && (y - top) * (top + 7 - y) >= 0 } ?? false
                    for c in 0..<3 { frame.pixels[(y * 64 + x) * 3 + c] = isInside ? 230 : UInt8(40 + x) }
                }
            }
            return frame
        }
        var instances = [UInt16](repeating: 1, count: 64 * 48)
        for y in 20...27 { for x in 30...37 { instances[y * 64 + x] = 5 } }
        let pose = Truth.Pose(x: 0, y: 0, z: 0, yaw: 0, pitch: 0)
        let truth = Truth(pose: pose, intrinsics: .init(fx: 42, fy: 42, cx: 32, cy: 24), instances: instances)
        let empty = picture(nil, 0)
        let view = try #require(ThingView(5, in: Observation(frame: picture(30, 20), truth: truth), without: empty))
        let place = try #require(view.find(in: picture(33, 18), reach: 6))
        #expect(abs(place.x - 3) < 0.6 && abs(place.y + 2) < 0.6, "\(place)")
        #expect(view.find(in: empty, reach: 6) == nil)
        #expect(view.find(in: picture(48, 20), reach: 6) == nil)
        #expect(ThingView(6, in: Observation(frame: empty, truth: truth), without: empty) == nil)
    }

    @Test func epipolarDistances() {
        let intrinsics = Truth.Intrinsics(fx: 42, fy: 42, cx: 32, cy: 24)
        func view(_ x: Float, _ z: Float, _ yaw: Float) -> Truth {
            Truth(pose: .init(x: x, y: 1.5, z: z, yaw: yaw, pitch: -0.1), intrinsics: intrinsics)
        }
        func place(_ truth: Truth, _ point: SIMD3<Float>) -> SIMD2<Double> {
            let camera = Camera(truth.pose, intrinsics)
            let seen = camera.project(point - camera.eye)
            return SIMD2(Double(seen.x), Double(seen.y))
        }
        let point = SIMD3<Float>(0.4, 0.9, 4)
        for other in [view(0.3, 0, 0), view(0, 0.5, 0.1), view(0, 0, 0.1)] {
            let motion = ViewMotion(view(0, 0, 0), other)
            let (a, b) = (place(view(0, 0, 0), point), place(other, point))
            #expect(motion.squaredDistance(a, b) < 1e-4)
            #expect(motion.squaredDistance(a, b + SIMD2(0, 4)) > 1)
        }
    }
}
