/// The axes of a camera without roll, each 1 long: to the right and up in its picture, and along its gaze.
public struct CameraAxes: Sendable {
    public let right: SIMD3<Float>
    public let up: SIMD3<Float>
    public let forward: SIMD3<Float>

    /// Of a camera that has turned by `yaw` and looks up by `pitch`.
    @inlinable public init(yaw: Heading, pitch: Heading) {
        let (s, c, sp, cp) = (yaw.sine, yaw.cosine, pitch.sine, pitch.cosine)
        right = SIMD3(c, 0, -s)
        up = SIMD3(-s * sp, cp, -c * sp)
        forward = SIMD3(s * cp, sp, c * cp)
    }

    /// A vector as the camera sees it: to the right, up, and along its gaze.
    @inlinable public func seen(_ v: SIMD3<Float>) -> SIMD3<Float> {
        SIMD3((v * right).sum(), (v * up).sum(), (v * forward).sum())
    }
}
