import Scenarios
import Worlds

extension Metrics {
    /// The words by which scripts ask for measurements. A new metric or gate adds its own here.
    public static let measures = ScenarioMeasures(
        modules: [
            "geometry", "permanence", "causality", "control", "drift", "physics", "surprise", "fidelity", "prompting",
        ],
        gates: [
            "view": .none, "detail": .none, "away": .objects, "occluded": .objects, "null_floor": .branches,
        ],
        expectations: [
            // Geometry.
            "revisit": .marks, "g3d_db": .frames, "sampson_inlier": .frames,
            // Permanence.
            "choose": .objects, "count": .objects, "position": .objects, "state": .objects, "evolve": .objects,
            // Causality.
            "effect": .branches, "no_effect": .branches, "untouched": .objects, "persist": .objects,
            "displace": .objects,
            // Columns.
            "gravity": .objects, "bounce": .objects, "momentum": .objects, "penetration": .objects,
            "velocity": .objects, "delay": .objects, "drift": .frames, "control": .frames, "surprise": .objects,
            // Prompting.
            "text": .frames, "image": .frames, "edit": .frames, "prototype": .frames, "extend": .marks,
            "connect": .marks, "loop": .marks,
        ],
        arguments: [
            "ge", "le", "eq", "at", "from", "among", "iou", "cos", "leak_le", "onset_le", "area_ge", "within",
        ],
        alternatives: [
            "true", "absent", "swap", "displaced", "twin", "stale", "early", "whole", "other", "outside", "inside",
            "reset", "paused", "moved",
        ])
}
