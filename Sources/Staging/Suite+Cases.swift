import Worlds

extension Suite {
    /// Every draw of every scenario, in order.
    public func draws(in library: ScenarioLibrary) throws -> [(scenario: Scenario, draw: ScenarioDraw)] {
        try scenarios.flatMap { id in
            let scenario = try library.scenario(id)
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
