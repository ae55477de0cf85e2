import Foundation
import Scenarios
import Testing
import Worlds

@testable import Evaluations

/// Prompting between the truth, who has 1, and cheats that each gate is there to catch.
struct PromptTests {
    private static let size = (width: 64, height: 48)

    private func cases(_ family: String) throws -> [ScenarioCase] {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        return try library.suite("prompts").cases(in: library, width: Self.size.width, height: Self.size.height)
            .filter { $0.family == family }
    }

    @Test(arguments: ["image", "extend", "connect", "loop", "prototype"])
    func theTruthPassesAndEveryCheatFails(_ family: String) throws {
        let plan = try EvaluationPlan(suite: "prompts", cases: cases(family), seeds: [0], size: Self.size)
        let report = try #require(try Bracketing(plan).run())
        #expect(report.cases >= 4 && report.flawed == [] && report.silent == [] && report.unbracketed == [])
        #expect(report.earned.count >= 2)
        for e in report.earned { #expect(e.passes, "\(e.cheat) earns \(e.mean) on \(family)") }
    }

    @Test(arguments: [("unkept", "kept"), ("doubled", "doubled"), ("tinted", "join_colour"), ("deaf", "exchanged")])
    func eachGateCatchesItsCheat(_ cheat: String, _ gate: String) throws {
        let truth = try PromptTruth(CaseTruth(#require(cases("connect").first), size: Self.size))
        let judge = try PromptJudge(truth, coder: WorldCandidate.reference)
        let maker = CheatingPrompts(cheat: try #require(PromptCheat(rawValue: cheat)), truth: truth)
        let reading = try judge.reading(maker)
        #expect(reading.gates.contains { $0.gate == gate && !$0.passed }, "\(reading.gates)")
        #expect(try judge.reading(TruePrompts(truth: truth)).gates.allSatisfy(\.passed))
    }

    @Test func whatMakesNoVideosIsNotScored() throws {
        let group = Array(try cases("image").prefix(1))
        func records(_ candidate: any Candidate) throws -> [ResultRecord] {
            try PromptEvaluation(candidate: candidate, seeds: [0], size: Self.size).run(group, frames: nil).records
        }
        let silent = try records(WorldCandidate(#require(Cheat.named("half-speed"))))
        #expect(silent.allSatisfy { $0.status == .notApplicable } && PromptEvaluation.refusal(silent) != nil)
        let reference = try records(.reference as WorldCandidate)
        #expect(reference.allSatisfy { $0.status == .ok && $0.score > 0.99 })
        let summary = RunSummary(reference).summary(candidate: "reference", suite: "prompts", all: reference)
        #expect(ScoreSheet(summary).modules["prompting"]?.score == summary.families["image"]?.score)
        #expect(summary.headline.n == 0 && summary.inapplicable == nil)
    }
}
