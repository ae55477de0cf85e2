import Worlds

/// Two pictures `MotionProbe.spacing` frames apart, and how far up the camera looks in the first, radians.
public struct PicturePair: Sendable {
    public var first: Frame
    public var second: Frame
    public var pitch: Float

    public init(_ first: Frame, _ second: Frame, pitch: Float) {
        (self.first, self.second, self.pitch) = (first, second, pitch)
    }
}
