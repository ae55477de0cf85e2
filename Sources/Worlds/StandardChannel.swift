/// The channels of `ActionSpace.standard`, by index.
public enum StandardChannel: Int, CaseIterable, Sendable {
    case forward, back, left, right, jump, use, turn, look
}

extension StandardChannel {
    /// Degrees, or metres, that the channel makes in a frame at the value 1; 0 for what only presses.
    public var perFrame: Float {
        let channel = ActionSpace.standard.channels[rawValue]
        return channel.degrees ?? channel.metres ?? 0
    }
}
