import Foundation
import Media
import Scenarios
import TestSupport
import Testing
import Worlds

@testable import Evaluations

/// Recordings are judged like the world that they were taken of, and one that is missing costs what it is worth.
struct RolloutTests {
    private let folder: TemporaryFolder
    private let cases: [ScenarioCase]

    init() throws {
        folder = try TemporaryFolder()
        var cases = [HandMadeCases.turn(), HandMadeCases.away(), HandMadeCases.place()]
        for k in cases.indices { (cases[k].scenario, cases[k].draw) = ("case_\(k)", k) }
        self.cases = cases
    }

    private func summary(_ name: String, _ candidate: any Candidate, rollouts: RolloutWriter? = nil) throws
        -> (EvaluationSummary, [ResultRecord])
    {
        let plan = try EvaluationPlan(suite: "hand-made", cases: cases, seeds: [0], size: (64, 48))
        var runner = EvaluationRunner(candidate: candidate, plan: plan, folder: RunFolder(folder.file(name)))
        (runner.keepsFrames, runner.rollouts) = (false, rollouts)
        let records = try #require(try runner.run { _, _, _ in })
        return (RunSummary(records).summary(candidate: name, suite: "hand-made", all: records), records)
    }

    @Test(arguments: RolloutWriter.Format.allCases) func recordingsOfTheTruthScoreOne(_ format: RolloutWriter.Format)
        throws
    {
        let videos = folder.file("videos")
        let truth = try summary("truth", WorldCandidate.reference, rollouts: try RolloutWriter(videos, format: format))
            .0
        let (again, records) = try summary("again", try VideoCandidate(videos))
        #expect(again.modules["geometry"]!.score > 0.95 && again.modules["causality"]!.score > 0.95)
        #expect(records.complaints.isEmpty)
        if format == .png { #expect(again.metrics == truth.metrics) }
        // The actions are there for whoever makes recordings with another system.
        let actions = try String(
            contentsOf: videos.appendingPathComponent("case_0-0-factual.actions.jsonl"), encoding: .utf8)
        #expect(actions.split(separator: "\n").count == cases[0].branches["factual"]!.count)
        #expect(actions.contains(#"{"turn":1}"#))

        // A frame too few of one case, and another that is gone.
        if format == .mp4 {
            let file = videos.appendingPathComponent("case_1-1-factual.mp4")
            let frames = try VideoReader.read(file)
            try VideoWriter.write(Array(frames.dropLast()), to: file)
            try FileManager.default.removeItem(at: videos.appendingPathComponent("case_2-2-no_use.mp4"))
        } else {
            let pictures = videos.appendingPathComponent("case_1-1-factual")
            try FileManager.default.removeItem(at: try #require(NumberedPictures(pictures).files.last))
            try FileManager.default.removeItem(at: videos.appendingPathComponent("case_2-2-no_use"))
        }
        let (less, lesser) = try summary("less", try VideoCandidate(videos))
        #expect(less.modules["geometry"]!.score < again.modules["geometry"]!.score - 0.4)
        #expect(less.modules["causality"]!.score == 0 && less.headline.score == 0)
        #expect(lesser.count == records.count, "what is missing is not left out")
        #expect(less.failures["missing", default: 0] > 0 && less.failures["short", default: 0] > 0)
        #expect(lesser.complaints.contains { $0.hasPrefix("missing: ") && $0.contains("case_2-2-no_use.mp4") })
        #expect(lesser.complaints.contains { $0.hasPrefix("short: case_1-1-factual") })
        // A run with other recordings is another run.
        #expect(throws: (any Error).self) { try summary("again", try VideoCandidate(videos)) }
    }

    @Test func aFolderWithoutRolloutsOfTheSuiteIsRefused() throws {
        let videos = folder.file("empty")
        try FileManager.default.createDirectory(at: videos, withIntermediateDirectories: true)
        do {
            _ = try summary("none", try VideoCandidate(videos))
            Issue.record("an empty folder was judged")
        } catch {
            #expect(
                "\(error)".contains("holds no rollout of this suite") && "\(error)".contains("case_0-0-factual.mp4"))
        }
    }

    @Test func picturesGoByNumber() throws {
        let pictures = folder.file("pictures")
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        for number in (1...10).reversed() {
            try PNG.write(Frame(width: 16, height: 16), to: pictures.appendingPathComponent("\(number).png"))
        }
        #expect(try NumberedPictures(pictures).files.map(\.lastPathComponent) == (1...10).map { "\($0).png" })
    }
}
