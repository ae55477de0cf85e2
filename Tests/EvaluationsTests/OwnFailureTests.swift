import Foundation
import Media
import Synchronization
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Evaluations

/// What fails in the evaluator itself is never scored or kept, and a kill loses nothing.
struct OwnFailureTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The truth, until something of ours fails.
    private final class Failing: Candidate {
        let name = "failing"
        let left: Mutex<Int>
        init(after cases: Int) { left = Mutex(cases) }
        func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
            let fails = left.withLock { left in
                left -= 1
                return left < 0
            }
            if fails { throw FileError("Cannot start ffmpeg: too many files are open.") }
            return try WorldCandidate.reference.frames(branch, of: truth, noise: noise)
        }
    }

    private func plan() throws -> EvaluationPlan {
        var cases = [HandMadeCases.turn(), HandMadeCases.away(), HandMadeCases.outAndBack()]
        for k in cases.indices { (cases[k].scenario, cases[k].draw) = ("case_\(k)", k) }
        return try EvaluationPlan(suite: "hand-made", cases: cases, seeds: [0], size: (32, 32))
    }

    private func runner(_ candidate: any Candidate, _ run: RunFolder, frames: Bool = false) throws -> EvaluationRunner {
        var runner = EvaluationRunner(candidate: candidate, plan: try plan(), folder: run)
        (runner.jobs, runner.keepsFrames) = (1, frames)
        return runner
    }

    @Test func anErrorOfOursEndsTheRunAndIsNotKept() throws {
        let run = RunFolder(folder.file("run"))
        #expect(throws: FileError.self) { _ = try runner(Failing(after: 2), run).run { _, _, _ in } }
        #expect(try Set(run.readResults().map(\.scenario)) == ["case_0", "case_1"])
        #expect(try run.readResults().allSatisfy { $0.status != .error })
        let records = try #require(try runner(Failing(after: 9), run).run { _, _, _ in })
        #expect(Set(records.map(\.scenario)).count == 3 && records.allSatisfy { $0.status != .error })
    }

    @Test func whatOlderVersionsKeptOfTheirFailuresIsRunAgain() throws {
        let run = RunFolder(folder.file("run"))
        let good = try #require(try runner(Failing(after: 9), run).run { _, _, _ in })
        var bad = good
        for i in bad.indices where bad[i].scenario == "case_1" {
            (bad[i].status, bad[i].reason, bad[i].score) = (
                .error, "error: Videos need ffmpeg, which is not installed.", 0
            )
        }
        try run.write(bad)
        try RunRecorder(folder: run, commandLine: []).finish(bad, candidate: Failing(after: 0), plan: try plan())
        // Where it fails again, no end of a run stays behind.
        #expect(throws: FileError.self) { _ = try runner(Failing(after: 0), run).run { _, _, _ in } }
        #expect(!FileManager.default.fileExists(atPath: run.summary.path))
        #expect(!FileManager.default.fileExists(atPath: run.manifest.path))
        let again = try #require(try runner(Failing(after: 9), run).run { _, _, _ in })
        #expect(try RunRecorder.hash(again) == RunRecorder.hash(good))
    }

    @Test func stripsOutliveAKill() throws {
        let run = RunFolder(folder.file("run"))
        // Ended by an error after two cases, as a kill would: nothing is written at the end.
        #expect(throws: FileError.self) { _ = try runner(Failing(after: 2), run, frames: true).run { _, _, _ in } }
        #expect(try run.readStrips().count == 2)
        _ = try #require(try runner(Failing(after: 9), run, frames: true).run { _, _, _ in })
        let all = try run.readStrips()
        #expect(all.count == 3)
        // Lost by an older version: the pictures are there and not listed.
        try run.write(Array(all.dropFirst(2)))
        _ = try #require(try runner(Failing(after: 9), run, frames: true).run { _, _, _ in })
        #expect(try run.readStrips() == all)
    }

    @Test func aTornLineIsCutOff() throws {
        let url = folder.file("log.jsonl")
        try Data("{\"a\":1}\n{\"a\":".utf8).write(to: url)
        try LineLog(url).append([["a": 2]])
        #expect(try String(contentsOf: url, encoding: .utf8) == "{\"a\":1}\n{\"a\":2}\n")
        #expect(throws: FileError.self) { try LineLog(URL(fileURLWithPath: "/dev/full")).append([["a": 2]]) }
    }

    @Test func recordingsOfAnotherNeverStandForNewOnes() throws {
        let videos = folder.file("videos")
        func record(_ candidate: any Candidate, _ run: String, _ format: RolloutWriter.Format = .png) throws {
            var runner = try runner(candidate, RunFolder(folder.file(run)))
            runner.rollouts = try RolloutWriter(videos, format: format)
            _ = try runner.run { _, _, _ in }
        }
        try record(WorldCandidate.reference, "a")
        let before = try PNG.read(videos.appendingPathComponent("case_0-0-factual/0040.png"))
        #expect(throws: FileError.self) { try record(Candidates.world("cheat:frozen"), "b") }
        #expect(throws: FileError.self) { try record(WorldCandidate.reference, "c", .mp4) }
        #expect(throws: FileError.self) { try record(VideoCandidate(videos), "d") }
        try record(WorldCandidate.reference, "e")
        #expect(try PNG.read(videos.appendingPathComponent("case_0-0-factual/0040.png")) == before)
        // A folder that does not say whose its recordings are.
        try FileManager.default.removeItem(at: videos.appendingPathComponent("rollouts.json"))
        #expect(throws: FileError.self) { try record(WorldCandidate.reference, "f") }
    }

    @Test func requirementsAreCheckedAgainstTheSuite() throws {
        let cases = try plan().cases
        try ScoreRequirement("headline>=0.5").check(cases)
        try ScoreRequirement("rotate>=0.5").check(cases)
        try ScoreRequirement("motion_gain>=0.5").check(cases)
        #expect(throws: FileError.self) { try ScoreRequirement("headlin>=0.5").check(cases) }
        #expect(throws: FileError.self) { try ScoreRequirement("contact>=0.5").check(cases) }
        #expect(throws: FileError.self) {
            _ = try EvaluationPlan(suite: "s", cases: cases, seeds: [0], size: (32, 32), shard: (part: 4, of: 4))
        }
    }

    @Test func foundationsErrorsBecomeSentences() throws {
        let file = folder.file("F")
        try Data().write(to: file)
        func sentence(_ body: () throws -> Void) -> String {
            do { try body() } catch { return FileError(foundation: error)?.description ?? "\(error)" }
            return "no error"
        }
        let made = sentence { try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true) }
        #expect(made.contains(file.path) && made.contains("file"), "\(made)")
        let read = sentence { _ = try Data(contentsOf: folder.file("none")) }
        #expect(read.contains("none: no such file or folder"), "\(read)")
        let below = sentence {
            try FileManager.default.createDirectory(
                at: file.appendingPathComponent("x"), withIntermediateDirectories: true)
        }
        #expect(!below.contains("Domain") && below.contains("F"), "\(below)")
        #expect(FileError(foundation: FileError("As it is.")) == nil)
    }
}
