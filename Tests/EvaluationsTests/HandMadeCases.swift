import Scenarios
import Worlds

/// Cases made without scripts, from scenes of the families.
enum HandMadeCases {
    static func geometry(
        scene: String, seed: UInt64, _ actions: [Action], seen: Int, back: Int, context: Int = 8,
        size: (width: Int, height: Int) = (64, 48)
    ) -> ScenarioCase {
        ScenarioCase(
            scenario: "hand_made", module: "geometry", family: "rotate", heldOut: false, split: .id, draw: 0,
            seed: seed,
            parameters: [:], start: Start(scene: scene, seed: seed, width: size.width, height: size.height),
            contextFrames: context, branches: ["factual": actions], mainBranch: "factual",
            marks: ["seen": seen, "back": back], objects: [:],
            gates: [ScenarioTerm(name: "view"), ScenarioTerm(name: "detail")],
            expectations: [
                ScenarioTerm(name: "revisit", subjects: ["seen", "back"]),
                ScenarioTerm(name: "g3d_db", subjects: ["all"]),
            ], sharesNoise: true)
    }

    static func action(_ change: (inout Action) -> Void) -> Action {
        var action = Action.none()
        change(&action)
        return action
    }

    static func held(_ count: Int, _ change: (inout Action) -> Void = { _ in }) -> [Action] {
        [Action](repeating: action(change), count: count)
    }

    /// A full turn, then a wait.
    static func turn(scene: String = "rooms", seed: UInt64 = 7) -> ScenarioCase {
        geometry(
            scene: scene, seed: seed, held(10) + held(60) { $0[.turn] = 1 } + held(9), seen: 7, back: 70)
    }

    /// A quarter turn and back, a wait in between.
    static func away(scene: String = "meadow", seed: UInt64 = 3) -> ScenarioCase {
        geometry(
            scene: scene, seed: seed,
            held(9) + held(20) { $0[.turn] = 1 } + held(10) + held(20) { $0[.turn] = -1 } + held(9), seen: 7, back: 59)
    }

    /// A walk ahead, a turn round, a walk back and a turn round.
    static func outAndBack(scene: String = "table", seed: UInt64 = 5) -> ScenarioCase {
        let walk = held(8) { $0[.forward] = 1 }
        let turn = held(30) { $0[.turn] = 1 }
        return geometry(
            scene: scene, seed: seed, held(9) + walk + turn + walk + turn + held(9), seen: 8, back: 85)
    }

    /// A block is placed on the ground ahead.
    static func place(scene: String = "table", seed: UInt64 = 5) -> ScenarioCase {
        let idle = held(12) + held(9) { $0[.look] = -0.5 } + held(40)
        var (use, placebo) = (idle, idle)
        use[23][.use] = 1
        // While the view is level there is nothing to place a block on.
        placebo[10][.use] = 1
        var made = geometry(scene: scene, seed: seed, use, seen: 7, back: 40)
        (made.module, made.family) = ("causality", "contact")
        made.branches = ["factual": use, "no_use": idle, "placebo": placebo, "null_a_a": use]
        made.gates = [ScenarioTerm(name: "null_floor", subjects: ["null_a_a"])]
        made.expectations = [
            ScenarioTerm(name: "effect", subjects: ["factual", "no_use"]),
            ScenarioTerm(name: "no_effect", subjects: ["placebo", "no_use"]),
        ]
        return made
    }
}
