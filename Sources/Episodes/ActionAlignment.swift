/// Which frame an action of a recording belongs to.
public enum ActionAlignment: String, Codable, Hashable, CaseIterable, Sendable {
    /// The action led to the frame: the frame shows what it did.
    case ledTo = "led-to"
    /// The action was taken at the frame: the next frame shows what it did.
    case takenAt = "taken-at"
    /// The action of a moment of the clock.
    case byClock = "by-clock"
    /// There are no actions.
    case none
}
