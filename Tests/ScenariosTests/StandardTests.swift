import Evaluations
import Testing
import Worlds

@testable import Scenarios

/// Every script of the standard suite happens in every draw, and cases stay short: learned worlds are slow.
@Suite struct StandardTests {
    @Test(arguments: ScenarioLibrary.families) func theWholeFamilyHappens(_ family: String) throws {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let suite = try library.suite("standard")
        let draws = try suite.draws(in: library).filter { $0.scenario.family == family }
        #expect(draws.count >= 3 * 3)
        for (scenario, draw) in draws {
            let staged = try scenario.staged(draw, contextFrames: suite.contextFrames)
            #expect(staged.frameCount <= 170, "\(scenario.id)")
        }
    }
}
