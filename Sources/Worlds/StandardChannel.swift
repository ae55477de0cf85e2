/// The channels of `ActionSpace.standard`, by index.
public enum StandardChannel: Int, CaseIterable, Sendable {
    case forward, back, left, right, jump, use, turn, look
}
