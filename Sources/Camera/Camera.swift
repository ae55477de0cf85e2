/// A pinhole camera at a pose, for carrying pixels between views.
public struct Camera: Sendable {
    public let eye: SIMD3<Float>
    public let axes: CameraAxes
    public let pinhole: Pinhole

    @inlinable public var right: SIMD3<Float> { axes.right }
    @inlinable public var up: SIMD3<Float> { axes.up }
    @inlinable public var forward: SIMD3<Float> { axes.forward }

    public init(_ pose: CameraPose, _ pinhole: Pinhole) { self.init(pose.eye, pose.axes, pinhole) }

    public init(_ eye: SIMD3<Float>, _ axes: CameraAxes, _ pinhole: Pinhole) {
        (self.eye, self.axes, self.pinhole) = (eye, axes, pinhole)
    }

    /// The direction through the middle of pixel (x, y), 1 long along the viewing axis.
    @inlinable public func ray(_ x: Float, _ y: Float) -> SIMD3<Float> {
        forward + right * pinhole.right(x) + up * pinhole.up(y)
    }

    /// Pixel coordinates (the middle of the first pixel is 0, 0) and distance along the viewing axis of `offset` from
    /// the eye.
    @inlinable public func project(_ offset: SIMD3<Float>) -> SIMD3<Float> {
        let z = (offset * forward).sum()
        let (u, v) = ((offset * right).sum() / z, (offset * up).sum() / z)
        return SIMD3(u * pinhole.fx + pinhole.cx - 0.5, pinhole.cy - v * pinhole.fy - 0.5, z)
    }
}
