/// What is known of the camera that a world's pictures are taken with, besides what actions do to it.
public struct CameraRig: Hashable, Codable, Sendable {
    /// Degrees that a picture spans from left to right.
    public var fieldOfView: Float
    /// Height above level ground, metres.
    public var eyeHeight: Float
    /// How far upwards the camera looks at first, and can look at all, radians.
    public var startPitch: Float
    public var pitchLimit: Float

    public init(fieldOfView: Float, eyeHeight: Float, startPitch: Float, pitchLimit: Float) {
        (self.fieldOfView, self.eyeHeight) = (fieldOfView, eyeHeight)
        (self.startPitch, self.pitchLimit) = (startPitch, pitchLimit)
    }

    /// The simulator's.
    public static let reference = CameraRig(fieldOfView: 75, eyeHeight: 1.5, startPitch: -0.12, pitchLimit: 0.9)

    /// What cannot be true, as the second half of a sentence, or nil.
    public var flaw: String? {
        if !(1..<180).contains(fieldOfView) { return "its camera's field of view must be 1 to 179 degrees" }
        if !(0.01...1e4).contains(eyeHeight) { return "its camera's height must be 0.01 to 10000 m" }
        return startPitch.isFinite && (0...1.5).contains(pitchLimit)
            ? nil : "its camera's pitch must be finite, with a limit of 0 to 1.5 radians"
    }
}
