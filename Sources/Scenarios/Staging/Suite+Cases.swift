import Worlds

extension Suite {
    /// A scenario of the suite by its id: one of its own files, else one of the library.
    public func scenario(_ id: String, in library: ScenarioLibrary) throws -> Scenario {
        try own.first { $0.id == id } ?? library.scenario(id)
    }

    /// Every draw of every scenario, in order.
    public func draws(in library: ScenarioLibrary) throws -> [(scenario: Scenario, draw: ScenarioDraw)] {
        try scenarios.flatMap { id in
            let scenario = try scenario(id, in: library)
            return scenario.draws(suiteSeed: seed, counts: draws).map { (scenario, $0) }
        }
    }

    /// The cases of all draws; `progress` is told how many of how many are done.
    public func cases(
        in library: ScenarioLibrary, width: Int = 128, height: Int = 80, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [ScenarioCase] {
        let draws = try draws(in: library)
        var cases: [ScenarioCase] = []
        for (scenario, draw) in draws {
            cases.append(
                try scenario.staged(draw, contextFrames: contextFrames, width: width, height: height).run)
            progress(cases.count, draws.count)
        }
        return cases
    }
}
