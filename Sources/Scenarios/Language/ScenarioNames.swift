import Worlds

/// What the terms of a scenario may speak of.
struct ScenarioNames {
    var marks: Set<String>
    var branches: [String]
    var objects: [String]

    init(_ scenario: Scenario) {
        marks = Set(
            scenario.script.compactMap { step in
                if case .mark(let name) = step.operation { name } else { nil }
            })
        // Every case has an end, and a start of what a candidate makes.
        marks.formUnion([ScenarioCase.startMark, ScenarioCase.endMark])
        branches = scenario.branches.map(\.name)
        objects = scenario.objects.map(\.id)
    }
}
