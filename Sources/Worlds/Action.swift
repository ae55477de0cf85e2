/// What a person, a policy or a script does during one frame: one value per channel of an `ActionSpace`.
///
/// Keys are 0 or 1, axes lie in [-1, 1].
public struct Action: Hashable, Codable, Sendable {
    /// One value per channel, in the order of the action space.
    public var values: [Float]

    public init(values: [Float]) { self.values = values }

    /// No key pressed, for a space of `count` channels.
    public static func none(_ count: Int = ActionSpace.standard.channels.count) -> Action {
        Action(values: [Float](repeating: 0, count: count))
    }

    public subscript(_ channel: StandardChannel) -> Float {
        get { values[channel.rawValue] }
        set { values[channel.rawValue] = newValue }
    }
}
