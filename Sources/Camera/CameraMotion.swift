import Foundation

/// How actions turn the camera, and how much it sees.
public struct CameraMotion: Codable, Hashable, Sendable {
    /// Action channels of one picture.
    public var channels: Int
    /// The channel that turns right, and by how many degrees a picture at the value 1.
    public var turnChannel: Int
    public var turnDegrees: Float
    /// The channel that looks up, likewise.
    public var lookChannel: Int
    public var lookDegrees: Float
    /// Degrees that the picture spans from left to right.
    public var fieldOfView: Float
    /// How actions carry the camera about; nil where nobody knows.
    public var travel: CameraTravel?

    public init(
        channels: Int, turnChannel: Int, turnDegrees: Float, lookChannel: Int, lookDegrees: Float, fieldOfView: Float,
        travel: CameraTravel? = nil
    ) {
        (self.channels, self.turnChannel, self.turnDegrees) = (channels, turnChannel, turnDegrees)
        (self.lookChannel, self.lookDegrees, self.fieldOfView) = (lookChannel, lookDegrees, fieldOfView)
        self.travel = travel
    }

    /// The focal length in pixels of a picture of that width.
    public func focal(width: Int) -> Float { pinhole(width: width, height: 0).fx }

    /// The camera of a picture of that size.
    public func pinhole(width: Int, height: Int) -> Pinhole {
        Pinhole(width: width, height: height, tangent: tanf(fieldOfView * .pi / 360))
    }
}
