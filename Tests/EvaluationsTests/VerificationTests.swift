import Foundation
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Evaluations

/// Forged results are told from those of a run, although a forger can compute hashes too.
struct VerificationTests {
    private let folder: TemporaryFolder
    private let candidate: any Candidate
    private let plan: EvaluationPlan
    private let made: (manifest: Manifest, records: [ResultRecord])

    init() throws {
        folder = try TemporaryFolder()
        candidate = try Candidates.world("cheat:half-speed")
        var cases = [HandMadeCases.turn(), HandMadeCases.place()]
        for k in cases.indices { (cases[k].scenario, cases[k].draw) = ("case_\(k)", k) }
        plan = try EvaluationPlan(suite: "hand-made", cases: cases, seeds: [0], size: (32, 32))
        let run = RunFolder(folder.file("run"))
        var runner = EvaluationRunner(candidate: candidate, plan: plan, folder: run)
        (runner.jobs, runner.keepsFrames) = (1, false)
        let records = try #require(try runner.run { _, _, _ in })
        try RunRecorder(folder: run, commandLine: ["test"]).finish(records, candidate: candidate, plan: plan)
        made = (try run.readManifest(), records)
    }

    /// What is found in a run whose records were changed and whose hash and summary fit them.
    private func differences(
        _ changed: [ResultRecord], summary change: (inout EvaluationSummary) -> Void = { _ in },
        manifest edit: (inout Manifest) -> Void = { _ in }
    ) throws -> [String] {
        var manifest = made.manifest
        manifest.resultsHash = try RunRecorder.hash(changed)
        edit(&manifest)
        var summary = RunSummary(changed).summary(
            candidate: manifest.candidate, suite: manifest.suite, all: changed)
        change(&summary)
        return try RunVerification(
            candidate: candidate, plan: plan, manifest: manifest, records: changed, summary: summary
        ).differences(groups: 2)
    }

    @Test func anHonestRunIsSound() throws { #expect(try differences(made.records) == []) }

    @Test func aSummaryMustBeWhatTheRecordsAmountTo() throws {
        let found = try differences(made.records, summary: { $0.headline.score = 0.99 })
        #expect(found == ["summary.json is not what the records amount to."])
    }

    @Test func recordsMustBeThoseOfThePlan() throws {
        let records = made.records
        func found(_ change: (inout [ResultRecord]) -> Void) throws -> String {
            var changed = records
            change(&changed)
            return try differences(changed).joined(separator: " ")
        }
        #expect(try found { $0.append(records[0]) }.contains("a second time"))
        #expect(try found { $0.removeLast() }.contains("results.jsonl lacks \(records.last!.metric) of case_1"))
        #expect(try found { $0.removeAll { $0.scenario == "case_0" } }.contains("lacks"))
        #expect(try found { $0.removeAll() }.contains("lacks"))
        #expect(try found { $0[0].sha = "0123" }.contains("no case of hand-made"))
        #expect(try found { $0[1].seed = 7 }.contains("line 2 has the noise seed 7"))
        #expect(try found { $0[0].family = "forces" }.contains("another family"))
        #expect(try found { $0[0].metric = "luck" }.contains("another metric"))
    }

    @Test func scoresMustBeWhatMeasurementsAmountTo() throws {
        let scored = try #require(made.records.firstIndex { $0.status == .ok })
        var changed = made.records
        changed[scored].score = 1.5
        #expect(try differences(changed).joined().contains("a score that its measurement does not amount to"))
        changed = made.records
        if let failed = changed.firstIndex(where: { $0.status == .gateFail }) {
            changed[failed].status = .ok
            #expect(try differences(changed).joined().contains("line \(failed + 1)"))
        }
        // Consistent in itself, it is not what comes of the case when it is run again.
        changed = made.records
        changed[scored].raw = (changed[scored].raw ?? 0) + 0.01
        let bracket = GroupEvaluation.Bracket(
            floor: changed[scored].floor ?? 0, truth: 1, ceiling: changed[scored].ceil ?? 1)
        changed[scored].score = bracket.score(changed[scored].raw ?? 0)
        #expect(try differences(changed).joined().contains("gives other numbers"))
    }

    @Test func theManifestMustBeTheCandidates() throws {
        func found(_ edit: (inout Manifest) -> Void) throws -> String {
            try differences(made.records, manifest: edit).joined(separator: " ")
        }
        #expect(try found { $0.codecHash = "other" }.contains("another compression network"))
        #expect(try found { $0.cases = 9 }.contains("2 cases, and the manifest 9"))
        #expect(try found { $0.noiseScheme = "dice" }.contains("Noise is drawn"))
        #expect(
            try found { $0.sampler = SamplerSettings(steps: 2, contextFrames: 3) }.contains("sampled in another way"))
        #expect(try found { $0.parts = ["actions.json": "1"] }.contains("depths or actions"))
    }

    @Test func aManifestOfNoEvaluationIsRefused() throws {
        func flaw(_ edit: (inout Manifest) -> Void) -> String {
            var manifest = made.manifest
            manifest.sampler = SamplerSettings(steps: 4, contextFrames: 15, precision: "int8")
            edit(&manifest)
            return manifest.flaw ?? ""
        }
        #expect(flaw { _ in } == "")
        #expect(flaw { $0.seeds = [] } == "has no noise seeds")
        #expect(flaw { $0.seeds = [-1] }.contains("noise seed -1"))
        #expect(flaw { $0.seeds = [1, 1] }.contains("twice"))
        #expect(flaw { $0.seeds = [1 << 20] }.contains("noise seed 1048576"))
        #expect(flaw { $0.sampler!.steps = 1_000_000 }.contains("1000000 denoising steps"))
        #expect(flaw { $0.sampler!.contextFrames = 0 }.contains("latent frames of context"))
        #expect(flaw { $0.sampler!.precision = "f8" }.contains("unknown precision 'f8'"))
        #expect(flaw { $0.width = 1 << 40 }.contains("width"))
        #expect(flaw { $0.height = 33 }.contains("height 33"))
        #expect(flaw { $0.cases = 0 }.contains("0 cases"))
        for shard in ["2/1", "0/3", "1", "1/2/3", "-1/-1", "1/99999999999999999999", ""] {
            #expect(flaw { $0.shard = shard }.contains("shard"), "\(shard)")
        }
        var manifest = made.manifest
        manifest.seeds = []
        let out = RunFolder(folder.file("run"))
        try out.write(manifest)
        #expect(throws: FileError.self) { try out.readManifest() }
    }
}
