import Worlds

/// The words that scenario scripts may use: those of the language itself, and those of the rooms that run and judge scripts.
public struct ScenarioVocabulary: Sendable {
    public static let schema = "scenario/1"

    public static let keys = [
        "schema", "id", "module", "family", "about", "prompt", "held_out", "world", "params", "comb", "script",
        "events", "gates",
        "branches", "share_noise", "expect",
    ]

    /// What is done in a script. The motions may stand together in one step: they then happen at once.
    public static let operations = ["wait", "mark", "aim", "act", "orbit"] + motions
    public static let motions = ["walk", "strafe", "turn", "look", "jump"]

    /// What parameters are measured in.
    public static let units = ["s", "deg", "deg/s", "m", "m/s", "m/frame", "kg", "times", "things", "frames", "rad"]

    /// What scripts can be judged by.
    public var measures: ScenarioMeasures
    /// The folders of a library.
    public var families: [String]
    /// What `act` may do, each with the events that show that it was done.
    public var verbs: [String: [String]]
    /// What may be required of a world beside its own events.
    public var sights: [String]
    /// The events of the world in which scripts are played.
    public var events: [String]

    public init(
        measures: ScenarioMeasures, families: [String], verbs: [String: [String]], sights: [String], events: [String]
    ) {
        (self.measures, self.families, self.verbs) = (measures, families, verbs)
        (self.sights, self.events) = (sights, events)
    }
}
