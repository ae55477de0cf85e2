import Evaluations
import Staging
import Testing
import Worlds

/// What every score rests on, on the scenarios of the smoke suite; `diorama evaluate bracket` tries the others.
struct SuiteBracketingTests {
    @Test func smoke() throws {
        let library = try ScenarioLibrary.shipped()
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
}
