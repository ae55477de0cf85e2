import Foundation

/// How actions turn the camera, so that attention can work in directions instead of places on the screen.
///
/// The camera's direction is dead-reckoned from the actions, and a token's rotary position is the direction it shows:
/// what was seen in a direction is found again in that direction, however the camera turned in between. Azimuths turn
/// with whole harmonics, so that a full circle ends where it began. After PRoPE (Li et al. 2025), for rotations alone.
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
    public func focal(width: Int) -> Float { Float(width) / 2 / tanf(fieldOfView * .pi / 360) }

    /// Numbers beside a token's latents that say where on the screen it lies.
    static let screenInputs = 8

    /// The whole harmonics of `count` rotated pairs, from 1 to 24.
    static func harmonics(_ count: Int) -> [Float] {
        (0..<count).map { 1 + (23 * powf(Float($0) / Float(max(1, count - 1)), 1.5)).rounded() }
    }
}
