import Evaluations
import Scenarios
import Testing
import Worlds

/// What every score rests on, on the scenarios of the smoke suite; `diorama evaluate bracket` tries the others.
struct SuiteBracketingTests {
    @Test func smoke() throws {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let cases = try library.suite("smoke").cases(in: library, width: 64, height: 48)
        let plan = try EvaluationPlan(suite: "smoke", cases: cases, seeds: [0], size: (64, 48))
        let report = try #require(try Bracketing(plan).run())
        #expect(report.cases >= 12)
        #expect(report.flawed == [])
        #expect(report.silent == [])
        for e in report.earned { #expect(e.passes, "\(e.cheat) earns \(e.mean) on \(e.metric)") }
        #expect(report.unmet == [] && report.lenient == [])
        #expect(report.passes && report.text.contains("the truth passes everywhere"))
    }

    /// What the truth has against itself: effects that fade out or grow into the picture, a thing with a strong shadow.
    @Test func truth() throws {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let names: Set = ["action_order_swap", "lever_lamp", "placed_block", "push_heavy_light", "slope_roll"]
        let cases = try library.suite("standard").cases(in: library, width: 64, height: 48)
        let chosen = cases.filter { names.contains($0.scenario) }
        #expect(Set(chosen.map(\.scenario)) == names)
        for scenario in chosen {
            for m in try Measured.all(Evidence(truth: try CaseTruth(scenario))) {
                #expect(m.gated >= 0.95, "\(scenario.scenario) \(scenario.draw) \(m.metric.id)")
            }
        }
    }
}
