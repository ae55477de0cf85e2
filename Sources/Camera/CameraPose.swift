import Foundation

/// Where a camera is and looks: metres and radians; y is up, yaw 0 looks along +z and grows to the right, pitch grows upwards.
public struct CameraPose: Hashable, Codable, Sendable {
    public var x, y, z, yaw, pitch: Float

    public init(x: Float, y: Float, z: Float, yaw: Float, pitch: Float) {
        (self.x, self.y, self.z, self.yaw, self.pitch) = (x, y, z, yaw, pitch)
    }

    /// At the origin of what is dead-reckoned, looking along +z and up by `pitch`.
    public init(pitch: Float) { self.init(x: 0, y: 0, z: 0, yaw: 0, pitch: pitch) }

    public var eye: SIMD3<Float> { SIMD3(x, y, z) }

    public var axes: CameraAxes { CameraAxes(yaw: Heading(yaw), pitch: Heading(pitch)) }

    /// How far another camera is, metres on level ground, and by which angle it looks elsewhere, radians.
    public func difference(from other: CameraPose) -> (way: Float, angle: Float) {
        let (dx, dz) = (x - other.x, z - other.z)
        let (a, b) = (axes.forward, other.axes.forward)
        return ((dx * dx + dz * dz).squareRoot(), acosf(max(-1, min(1, (a * b).sum()))))
    }
}
