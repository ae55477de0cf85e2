import Foundation
import Scenarios
import TestSupport
import Testing

@testable import Evaluations

struct ComparisonTests {
    private func compare(_ a: SyntheticRun, _ b: SyntheticRun, common: Bool = false) throws -> Comparison {
        let folder = try TemporaryFolder()
        return try Comparison(a.run(in: folder, "a"), b.run(in: folder, "b"), common: common)
    }

    private func message(_ a: SyntheticRun, _ b: SyntheticRun) -> String {
        #expect(throws: (any Error).self) { try compare(a, b) }.map { "\($0)" } ?? ""
    }

    @Test func aKnownDifferenceIsFoundWhereItIs() throws {
        // B keeps geometry, gains 0.3 in permanence, loses 0.2 in causality.
        let a = SyntheticRun("a")
        let b = SyntheticRun("b") { module, _ in module == "permanence" ? 0.8 : module == "causality" ? 0.3 : 0.5 }
        let result = try compare(a, b)
        #expect(result.modules.map(\.name) == ["geometry", "permanence", "causality"])
        #expect(result.modules.map(\.estimate.verdict) == [.tie, .better, .worse])
        #expect(abs(result.modules[1].estimate.delta - 0.3) < 0.03)
        #expect(abs(result.modules[2].estimate.delta + 0.2) < 0.03)
        #expect(abs((result.overall?.delta ?? 0) - 0.1 / 3) < 0.02)
        #expect(result.families.count == 6 && result.families.allSatisfy { $0.estimate.holmP >= $0.estimate.p })
        #expect(result.pairs.count == 6 * 3 * 4 * 2)
        #expect(result.text.contains("permanence") && result.text.contains("better") && result.text.contains("worse"))
        // The other way round everything changes its sign.
        let back = try compare(b, a)
        #expect(back.modules.map(\.estimate.verdict) == [.tie, .worse, .better])
    }

    @Test func overallVerdicts() throws {
        let a = SyntheticRun("a")
        #expect(try compare(a, SyntheticRun("b") { _, _ in 0.8 }).overall?.verdict == .better)
        #expect(try compare(a, SyntheticRun("b") { _, _ in 0.2 }).overall?.verdict == .worse)
        #expect(try compare(a, SyntheticRun("b")).overall?.verdict == .tie)
        #expect(try compare(a, a).sentence == "A and B tie.")
        // One scenario a module whose runs contradict each other settles nothing.
        var (few, other) = (a, a)
        few.records = a.records.filter { $0.scenario.hasSuffix("_0") && $0.draw < 2 && $0.seed == 0 }
        other.records = few.records
        for i in other.records.indices { other.records[i].score = i % 2 == 0 ? 1 : 0.1 }
        #expect(try compare(few, other).overall?.verdict == .inconclusive)
    }

    @Test func aSuiteTooSmallForItsModulesSaysSo() throws {
        // One draw of two scenarios of each family, as small as smoke: 4 runs a module, 12 overall.
        var (a, b) = (SyntheticRun("a", seeds: [0]), SyntheticRun("b", seeds: [0]) { _, _ in 0.9 })
        a.records.removeAll { $0.draw > 0 || $0.heldOut }
        b.records.removeAll { $0.draw > 0 || $0.heldOut }
        let result = try compare(a, b)
        #expect(result.overall?.verdict == .better && result.pairs.count == 12)
        #expect(result.modules.allSatisfy { $0.estimate.verdict == .tooSmall })
        #expect(result.families.allSatisfy { $0.estimate.verdict == .tooSmall })
        #expect(
            result.summary == "The suite smoke is too small to decide on geometry, permanence and causality alone: "
                + "4 paired runs each at most, where 7 are needed; --suite standard would decide.")
        a.records.removeAll { !$0.scenario.hasSuffix("_0") || $0.module == "geometry" }
        b.records.removeAll { !$0.scenario.hasSuffix("_0") || $0.module == "geometry" }
        #expect(
            try compare(a, b).sentence == "The suite smoke is too small to decide between a and b: "
                + "4 paired runs where 6 are needed; run --suite standard.")
    }

    @Test func larger() throws {
        #expect(SuiteSize.larger(than: "smoke") == "--suite standard")
        #expect(SuiteSize.larger(than: "full") == "a suite of more scenarios")
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let sizes = try SuiteSize.shipped.map { try library.suite($0).draws(in: library).count }
        #expect(sizes == sizes.sorted() && Set(sizes).count == SuiteSize.shipped.count)
    }

    @Test func otherNoiseOfOneCandidateIsATie() throws {
        let (a, b) = (SyntheticRun("small"), SyntheticRun("small again", seeds: [2, 3]))
        let result = try compare(a, b)
        #expect(result.overall?.verdict == .tie)
        #expect(result.notes.contains { $0.contains("A: 0, 1; B: 2, 3") && $0.contains("in order") })
        #expect(result.pairs.allSatisfy { $0.otherSeed == $0.key.seed + 2 })
    }

    @Test func sharedSeedsAreKeptTogether() throws {
        let result = try compare(SyntheticRun("a", seeds: [0, 1, 2]), SyntheticRun("b", seeds: [2, 1]))
        #expect(Set(result.pairs.map(\.key.seed)) == [1, 2])
        #expect(result.pairs.allSatisfy { $0.otherSeed == $0.key.seed })
    }

    @Test func counterbalancedCasesAreRightOnlyTogether() throws {
        var a = SyntheticRun("a")
        for i in a.records.indices where a.records[i].scenario == "state_1" {
            a.records[i].pair = "\(a.records[i].draw / 2)"
            a.records[i].score = a.records[i].draw == 3 ? 0.1 : 0.9
        }
        let table = CaseTable(a.records, seeds: [0: 0, 1: 1])
        func score(_ draw: Int) -> Double? {
            table.cases[CaseKey(scenario: "state_1", draw: draw, seed: 1)]?.values.first?.score
        }
        #expect([score(0), score(1), score(2), score(3)] == [0.9, 0.9, 0.1, 0.1])
        // Scores beyond the scale are cut.
        a.records[0].score = 1.7
        let cut = CaseTable(a.records, seeds: [0: 0]).cases[CaseKey(scenario: "rotate_0", draw: 0, seed: 0)]
        #expect(cut?.values.first?.score == 1)
    }

    @Test func counterbalancedCasesOfOneDrawAreOneRun() throws {
        func run(_ name: String) -> SyntheticRun {
            var run = SyntheticRun(name)
            let twins = run.records.filter { $0.scenario == "state_1" }.map { record in
                var twin = record
                (twin.sha, twin.score, twin.branch) = (record.sha + "twin", record.score - 0.3, "other")
                return twin
            }
            run.records += twins
            for i in run.records.indices where run.records[i].scenario == "state_1" {
                run.records[i].pair = "state_1-\(run.records[i].draw)"
            }
            return run
        }
        let (a, b) = (run("a"), run("b"))
        let result = try compare(a, b)
        #expect(result.pairs.count == 144)
        let pair = try #require(result.pairs.first { $0.key.scenario == "state_1" })
        #expect(pair.measurements.count == 1 && pair.measurements[0].a.branch == "other")
        // A run that lacks one of two fellows lacks the case.
        var torn = b
        torn.records.removeLast()
        #expect(message(a, torn).contains("b/results.jsonl lacks 1 case that the other run has"))
    }

    @Test func twoFailuresAreNamedSo() throws {
        let a = SyntheticRun("a")
        var b = a
        for i in b.records.indices where b.records[i].module == "causality" { b.records[i].score = 0 }
        #expect(try compare(b, b).notes.contains { $0.contains("Both score 0 throughout causality") })
        #expect(try !compare(a, b).notes.contains { $0.contains("Both score 0") })
    }

    @Test func familiesWeighTheSame() throws {
        var a = SyntheticRun("a") { _, family in family == "rotate" ? 0.8 : 0.2 }
        a.records.removeAll { $0.family == "rotate" && !$0.scenario.hasSuffix("_0") }
        let geometry = try #require(compare(a, a).modules.first)
        let families = try compare(a, a).families.filter { $0.module == "geometry" }
        #expect(abs(geometry.a - families.reduce(0) { $0 + $1.a } / 2) < 1e-12)
        #expect(abs(geometry.a - 0.5) < 0.05)
    }

    @Test func aFailureCountsAsNothingNotAsAbsent() throws {
        let a = SyntheticRun("a")
        var b = a
        for i in b.records.indices where b.records[i].family == "rotate" {
            (b.records[i].status, b.records[i].raw, b.records[i].score) = (.gateFail, nil, 0)
        }
        let result = try compare(a, b)
        #expect(result.families.first { $0.name == "rotate" }?.b == 0)
        #expect(result.modules[0].estimate.verdict != .better && result.modules[0].estimate.delta < -0.2)
    }

    @Test func whatDoesNotTellTruthFromCheatsIsLeftOut() throws {
        let a = SyntheticRun("a")
        var b = SyntheticRun("b")
        for i in b.records.indices where b.records[i].scenario == "rotate_1" && b.records[i].draw == 0 {
            b.records[i].status = .notApplicable
        }
        let result = try compare(a, b)
        #expect(Set(result.pairs.filter { $0.key.scenario == "rotate_1" }.map(\.key.draw)) == [1, 2, 3])
        #expect(result.notes.contains { $0.contains("revisit in rotate_1.") })
    }

    @Test func missingCasesAreErrors() throws {
        let a = SyntheticRun("a")
        var b = SyntheticRun("b")
        b.records.removeAll { $0.scenario == "state_0" && $0.draw == 3 }
        #expect(
            message(a, b).contains(
                "b/results.jsonl lacks 2 cases that the other run has, first choice of state_0, draw 3, seed 0"))
        #expect(message(b, a).contains("b/results.jsonl lacks") == false)
        let result = try compare(a, b, common: true)
        #expect(result.pairs.count == 142 && result.notes.contains { $0.contains("2 runs") })
    }

    @Test func otherSuitesAndSizesNeedConsent() throws {
        let a = SyntheticRun("a")
        var b = SyntheticRun("b")
        b.manifest.suiteHash = "two"
        #expect(message(a, b).contains("two versions of the suite smoke"))
        #expect(try compare(a, b, common: true).notes.contains { $0.contains("two versions") })
        b.manifest.suite = "standard"
        #expect(message(a, b).contains("the suites smoke and standard"))
        (b.manifest.width, b.manifest.height) = (128, 80)
        for i in b.records.indices { b.records[i].sha += "large" }
        #expect(message(a, b).contains("64x48 and 128x80") && message(a, b).contains("--common"))
        #expect(try compare(a, b, common: true).pairs.count == 144)
        b = SyntheticRun("b")
        b.manifest.noiseScheme = "other/1"
        #expect(message(a, b).contains("which do not compare"))
        b = SyntheticRun("b")
        for i in b.records.indices { b.records[i].scenario += "x" }
        #expect(throws: (any Error).self) { try compare(a, b, common: true) }
    }

    @Test func changedScriptsAreLeftOut() throws {
        let a = SyntheticRun("a")
        var b = SyntheticRun("b")
        b.manifest.suiteHash = "two"
        for i in b.records.indices where b.records[i].family == "contact" { b.records[i].sha = "new" }
        let result = try compare(a, b, common: true)
        #expect(result.pairs.count == 120 && result.notes.contains { $0.contains("scripts differ: 24 runs") })
    }

    @Test func jsonHoldsWhatTheTextSays() throws {
        let result = try compare(SyntheticRun("a"), SyntheticRun("b") { _, _ in 0.9 })
        let data = try JSONEncoder().encode(result)
        let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let overall = try #require(object["overall"] as? [String: Any])
        #expect(overall["verdict"] as? String == "better")
        #expect((object["modules"] as? [Any])?.count == 3)
        let headline = try #require(result.headline)
        #expect(headline.delta.low > 0.3 && headline.delta.high < 0.5)
    }
}
