/// A pinhole camera, in pixels.
public struct Pinhole: Hashable, Codable, Sendable {
    /// Focal lengths, and where the viewing axis meets the picture, counted from its upper left corner.
    public var fx, fy, cx, cy: Float

    public init(fx: Float, fy: Float, cx: Float, cy: Float) {
        (self.fx, self.fy, self.cx, self.cy) = (fx, fy, cx, cy)
    }

    /// A picture that spans twice an angle from left to right, of which `tangent` is the tangent; the axis is in its middle.
    public init(width: Int, height: Int, tangent: Float) {
        let focal = Float(width) / 2 / tangent
        self.init(fx: focal, fy: focal, cx: Float(width) / 2, cy: Float(height) / 2)
    }

    /// How far right and up of the viewing axis the middle of column `x` and row `y` lies, for 1 along the axis.
    @inlinable public func right(_ x: Float) -> Float { (x + 0.5 - cx) / fx }
    @inlinable public func up(_ y: Float) -> Float { (cy - y - 0.5) / fy }
}
