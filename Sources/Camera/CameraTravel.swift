/// How actions carry the camera about on level ground, and what is known of it at a rollout's start.
public struct CameraTravel: Codable, Hashable, Sendable {
    /// Action channels that walk forward, back, left and right, and the metres that a picture at the value 1 makes.
    public var forwardChannel: Int
    public var backChannel: Int
    public var leftChannel: Int
    public var rightChannel: Int
    public var metres: Float
    /// Height of the camera above the ground, metres.
    public var eyeHeight: Float
    /// Radians upwards: where a rollout begins unless its start says otherwise, and how far it can look up or down.
    public var startPitch: Float
    public var pitchLimit: Float
    /// How far away everything that is not ground is taken to be, metres.
    public var backdrop: Float

    public var channels: [Int] { [forwardChannel, backChannel, leftChannel, rightChannel] }

    /// Makes `action` one that goes `way` metres on level ground, of which at most `metres` are gone, while looking to `yaw`.
    public func set(_ action: inout [Float], way: SIMD2<Float>, yaw: Float) {
        let parts = Heading(yaw).parts(way.x, way.y)
        let (ahead, side) = (parts.ahead / metres, parts.side / metres)
        (action[forwardChannel], action[backChannel]) = (max(0, ahead), max(0, -ahead))
        (action[rightChannel], action[leftChannel]) = (max(0, side), max(0, -side))
    }

    public init(
        forwardChannel: Int, backChannel: Int, leftChannel: Int, rightChannel: Int, metres: Float, eyeHeight: Float,
        startPitch: Float, pitchLimit: Float, backdrop: Float
    ) {
        (self.forwardChannel, self.backChannel) = (forwardChannel, backChannel)
        (self.leftChannel, self.rightChannel, self.metres) = (leftChannel, rightChannel, metres)
        (self.eyeHeight, self.startPitch) = (eyeHeight, startPitch)
        (self.pitchLimit, self.backdrop) = (pitchLimit, backdrop)
    }
}
