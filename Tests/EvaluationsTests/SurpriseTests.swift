import Scenarios
import Testing
import Worlds

@testable import Evaluations

/// Surprise between an oracle, who has 1, and the cheats that its four controls are there to catch, who have 0.
struct SurpriseTests {
    private static let size = (width: 64, height: 48)

    private static func groups(_ counts: ScenarioDraw.Counts) throws -> [[ScenarioCase]] {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let names = library.scenarios.filter { $0.module == SurpriseEvaluation.column }.map(\.id)
        let suite = Suite(id: "odd", scenarios: names, draws: counts)
        let cases = try suite.cases(in: library, width: size.width, height: size.height)
        return try EvaluationPlan(suite: "odd", cases: cases, seeds: [0], size: size).groups
    }

    private static func quadruplet(_ group: [ScenarioCase]) throws -> SurpriseQuadruplet {
        try SurpriseQuadruplet(group, size: size, stride: 2)
    }

    private func records(_ groups: [[ScenarioCase]], _ candidate: any Candidate) throws -> [ResultRecord] {
        try groups.flatMap {
            try GroupEvaluation(candidate: candidate, seeds: [0], size: Self.size).run($0, frames: nil).records
        }
    }

    private func score(_ groups: [[ScenarioCase]], _ judge: any SurpriseJudge) throws -> SurpriseScore {
        var bootstrap = Bootstrap()
        bootstrap.resamples = 500
        return try #require(SurpriseScore(try records(groups, JudgeCandidate(judge: judge)), bootstrap: bootstrap))
    }

    @Test(arguments: [1, 2, 4]) func allOfStandardAreMatched(_ stride: Int) throws {
        let groups = try Self.groups(.init(id: 2, ood: 1, comb: 1))
        #expect((24...48).contains(groups.count))
        for group in groups {
            #expect(group.allSatisfy { $0.seed >= Start.firstHeldOutSeed })
            let quadruplet = try SurpriseQuadruplet(group, size: Self.size, stride: stride)
            let name = "\(group[0].scenario), draw \(group[0].draw)"
            #expect(quadruplet.isSeamless && quadruplet.mismatch <= 0.001, "\(name)")
            #expect(quadruplet.change % stride == 1 % stride)
            let endings = quadruplet.worlds.map(quadruplet.ending)
            #expect(PixelMeasures.difference(endings[0].last!, endings[1].last!) > 0.05, "\(name) shows nothing")
        }
    }

    @Test func theOracleHasOneAndCheatsHaveNothing() throws {
        let groups = try Self.groups(.init(id: 1, ood: 0, comb: 0))
        let oracle = try score(groups, OracleJudge(quadruplets: try groups.map(Self.quadruplet)))
        #expect(oracle.score == 1 && oracle.accuracy == 1 && oracle.recolour == 0.5 && oracle.untrained == 0.5)
        #expect(oracle.quadruplets == groups.count && oracle.unmatched == 0 && oracle.failed == 0)
        #expect((oracle.peakError ?? 99) <= 2)

        let indifferent = try score(groups, RuleJudge { _, _ in 1 })
        #expect(indifferent.accuracy == 0.5 && indifferent.score <= 0)
        let byEnergy = try score(groups, RuleJudge { frames, _ in Double(PixelMeasures.energy(frames)) })
        #expect(byEnergy.accuracy == 0.5 && byEnergy.score <= 0)
        let byColour = try score(groups, RuleJudge { frames, _ in -Self.saturation(frames) })
        #expect(byColour.score <= 0)
        let byChangeOfColour = try score(
            groups, RuleJudge { frames, begin in PixelMeasures.all(frames, begin: begin)[4] })
        #expect(byChangeOfColour.score < 0.1, "\(byChangeOfColour)")
    }

    private static func saturation(_ frames: [Frame]) -> Double {
        frames.reduce(0) { sum, frame in
            sum
                + Double(
                    stride(from: 0, to: frame.pixels.count, by: 3).reduce(0) { total, i in
                        let p = frame.pixels[i..<i + 3]
                        return total + Int(p.max()!) - Int(p.min()!)
                    })
        }
    }

    @Test func everyControlSetsAFloor() {
        func record(_ scenario: String, _ accuracy: Double, _ details: [String: Double]) -> ResultRecord {
            ResultRecord(
                scenario: scenario, sha: scenario, module: "surprise", family: "continuity", metric: "surprise",
                column: "surprise", raw: accuracy, score: accuracy, details: details)
        }
        func score(_ details: [String: Double]) -> SurpriseScore? {
            SurpriseScore((0..<8).map { record("\($0)", $0 < 6 ? 1 : 0.5, details) })
        }
        #expect(score([:])?.score == 0.75)
        #expect(score(["untrained": 0.75])?.score == 0.5)
        #expect(score(["recolour": 0.25])?.score == 0.5)
        #expect(score(["recolour": 1])?.score == 0)
        // More movement in every unlawful clip: pixels tell them all.
        let moving = Dictionary(
            uniqueKeysWithValues: [0, 1].map { (SurpriseOutcome.pixelKey("movement", pair: $0), 1.0) })
        #expect(score(moving)?.pixels == 1 && score(moving)?.score == 0)
        #expect(PixelRule.accuracies([[[1], [-1]], [[1], [-1]]]) == [0.5, 0.5])
    }

    @Test func failuresCountAndUnmatchedOnesDoNot() throws {
        var groups = try Self.groups(.init(id: 1, ood: 0, comb: 0)).filter { $0.count == 2 }
        // What breaks here is not the candidate's fault, so it is no score of 0.
        #expect(throws: (any Error).self) { try records(groups, JudgeCandidate(judge: BrokenJudge())) }
        // At the very beginning the thing is in view: what is spliced there leaps.
        for k in 0..<2 { for i in groups[k].indices { groups[k][i].marks["change"] = 2 } }
        let made = try score(groups, RuleJudge { _, _ in 1 })
        #expect(made.unmatched == 2 && made.quadruplets == groups.count - 2)
        let world = try records(groups, WorldCandidate.reference)
        #expect(world.allSatisfy { $0.status == .notApplicable } && SurpriseScore(world) == nil)
        let summary = RunSummary(world).summary(candidate: "reference", suite: "odd", all: world)
        #expect(summary.columns["surprise"] == nil && summary.surprise == nil)
    }

    @Test func checkpointsAreReadAlikeTwiceAndTheUntrainedOneAnswers() throws {
        let group = try #require(try Self.groups(.init(id: 1, ood: 0, comb: 0)).first)
        let candidate = try Candidates.checkpoint("nano", precision: .int8)
        let (a, b) = (try records([group], candidate), try records([group], candidate))
        #expect(a.map(\.details) == b.map(\.details) && a[0].status == .ok)
        let judge = try #require(candidate.surpriseJudge(noise: 1))
        let quadruplet = try Self.quadruplet(group)
        let readings = try judge.surprise(
            at: quadruplet.worlds.map(quadruplet.ending), after: quadruplet.start(quadruplet.worlds[0]))
        #expect(readings[0] != readings[1] && readings[0].untrained != readings[1].untrained)
        // What comes first is hidden still, so that both endings begin alike.
        #expect(readings[0].values[0] == readings[1].values[0])
        #expect(readings.allSatisfy { $0.values.allSatisfy { (0.001...3).contains($0) } })
    }
}
