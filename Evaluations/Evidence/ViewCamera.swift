import Foundation
import Worlds

/// A pinhole camera at a true pose, for carrying pixels between views.
struct ViewCamera {
    let eye: SIMD3<Float>
    let right: SIMD3<Float>
    let up: SIMD3<Float>
    let forward: SIMD3<Float>
    let intrinsics: Truth.Intrinsics

    init(_ pose: Truth.Pose, _ intrinsics: Truth.Intrinsics) {
        let (s, c) = (sin(pose.yaw), cos(pose.yaw))
        let (sp, cp) = (sin(pose.pitch), cos(pose.pitch))
        eye = SIMD3(pose.x, pose.y, pose.z)
        right = SIMD3(c, 0, -s)
        up = SIMD3(-s * sp, cp, -c * sp)
        forward = SIMD3(s * cp, sp, c * cp)
        self.intrinsics = intrinsics
    }

    /// The direction through the middle of pixel (x, y), 1 long along the viewing axis.
    @inline(__always) func ray(_ x: Float, _ y: Float) -> SIMD3<Float> {
        forward + right * ((x + 0.5 - intrinsics.cx) / intrinsics.fx) + up
            * ((intrinsics.cy - y - 0.5) / intrinsics.fy)
    }

    /// Pixel coordinates (the middle of the first pixel is 0, 0) and distance along the viewing axis of `offset` from
    /// the eye.
    @inline(__always) func project(_ offset: SIMD3<Float>) -> SIMD3<Float> {
        let z = (offset * forward).sum()
        let (u, v) = ((offset * right).sum() / z, (offset * up).sum() / z)
        return SIMD3(u * intrinsics.fx + intrinsics.cx - 0.5, intrinsics.cy - v * intrinsics.fy - 0.5, z)
    }
}
