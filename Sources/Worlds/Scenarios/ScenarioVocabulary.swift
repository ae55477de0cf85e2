/// The words that scenario scripts may use. A new metric or gate adds its word here.
public enum ScenarioVocabulary {
    public static let schema = "scenario/1"

    /// The three modules of the headline, then the columns beside it.
    public static let modules = [
        "geometry", "permanence", "causality", "control", "drift", "physics", "surprise", "fidelity",
    ]

    public static let families = [
        "rotate", "translate", "orbit", "anchor", "occlusion", "out_of_view", "containment", "state", "contact",
        "forces", "mechanisms", "specificity", "continuity", "reaction",
    ]

    public static let keys = [
        "schema", "id", "module", "family", "about", "held_out", "world", "params", "comb", "script", "events", "gates",
        "branches", "share_noise", "expect",
    ]

    /// What is done in a script. The motions may stand together in one step: they then happen at once.
    public static let operations = ["wait", "mark", "aim", "act", "orbit"] + motions
    public static let motions = ["walk", "strafe", "turn", "look", "jump"]

    /// What `act` may do, each with the events that show that it was done.
    public static let verbs: [String: [String]] = [
        "push": ["push"], "topple": ["topple"], "bite": ["bite"], "paint": ["paint"], "dig": ["dig"],
        "press": ["press"], "light": ["light"], "greet": ["greet"], "switch": ["switch"], "open": ["open"],
        "close": ["close"], "lift": ["lift"], "lower": ["lower"], "take": ["take"], "put": ["put"],
        "throw": ["throw"], "release": ["release"], "place": ["place"],
    ]

    /// What may be required of the reference world beside its own events.
    public static let sights = ["visible", "hidden", "moved", "still", "state"]

    /// The events of the reference world.
    public static let events = [
        "push", "topple", "bounce", "fall", "land", "release", "launch", "throw", "put", "take", "bite", "paint", "dig",
        "place", "greet", "press", "light", "lift", "lower", "switch", "open", "close", "burst", "burn_out", "swap",
        "pass",
    ]

    /// What a term speaks of.
    public enum Subject: Sendable { case none, marks, objects, branches, frames }

    public static let gates: [String: Subject] = [
        "view": .none, "detail": .none, "away": .objects, "occluded": .objects, "null_floor": .branches,
    ]

    public static let expectations: [String: Subject] = [
        // Geometry.
        "revisit": .marks, "g3d_db": .frames, "sampson_inlier": .frames,
        // Permanence.
        "choose": .objects, "count": .objects, "position": .objects, "state": .objects, "evolve": .objects,
        // Causality.
        "effect": .branches, "no_effect": .branches, "untouched": .objects, "persist": .objects, "displace": .objects,
        // Columns.
        "gravity": .objects, "bounce": .objects, "momentum": .objects, "penetration": .objects,
        "velocity": .objects, "delay": .objects, "drift": .frames, "control": .frames, "surprise": .objects,
    ]

    /// Arguments of gates and expectations.
    public static let arguments = [
        "ge", "le", "eq", "at", "from", "among", "iou", "cos", "leak_le", "onset_le", "area_ge", "within",
    ]

    /// Alternatives of a choice.
    public static let alternatives = [
        "true", "absent", "swap", "displaced", "twin", "stale", "early", "whole", "other", "outside", "inside", "reset",
        "paused", "moved",
    ]

    /// What parameters are measured in.
    public static let units = ["s", "deg", "deg/s", "m", "m/s", "m/frame", "kg", "times", "things", "frames", "rad"]
}
