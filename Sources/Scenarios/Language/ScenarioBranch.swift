import Worlds

/// What a branch of a scenario does otherwise than its script; an empty one follows the script.
public struct ScenarioBranch: Hashable, Sendable {
    /// What stands in an action's place.
    public enum Substitute: Hashable, Sendable {
        /// The press is made at the nearest moment when the crosshair meets nothing.
        case nothing
        case act(ScenarioStep.Act)
    }

    public var name: String
    /// Labels of actions whose presses are not made.
    public var drop: [String]
    public var replace: [String: Substitute]
    /// Labels of actions whose presses are made so many seconds later.
    public var shift: [String: ScenarioInput]
    public var place: ScriptLocation

    public init(
        name: String, drop: [String] = [], replace: [String: Substitute] = [:], shift: [String: ScenarioInput] = [:],
        place: ScriptLocation
    ) {
        (self.name, self.drop, self.replace) = (name, drop, replace)
        (self.shift, self.place) = (shift, place)
    }

    public var isPlain: Bool { drop.isEmpty && replace.isEmpty && shift.isEmpty }
}
