import Worlds

/// What has to happen when the reference world runs a script; a script whose own events do not happen is refused.
public struct ScenarioRequirement: Hashable, Sendable {
    /// An event of the world, or one of the vocabulary's sights.
    public var kind: String
    public var object: ScenarioInput
    /// The mark at which it is judged (sights), or before and after which an event has to happen.
    public var at: String?
    public var after: String?
    public var before: String?
    /// How often at least; 0 is never.
    public var times: ScenarioInput
    /// Bounds: `ge`, `le`, `eq` of a distance moved in metres or of a state.
    public var bounds: [String: ScenarioInput]
    /// The branch in which it happens; the main one if nil.
    public var branch: String?
    /// What causes the event: use, contact, gravity, timer, or an object.
    public var cause: ScenarioInput?
    public var place: ScriptLocation
}
