import Foundation
import Media
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Evaluations

/// Runs are the same bit for bit on any number of jobs, from shards and after a kill.
struct RunnerTests {
    private let base = FileManager.default.temporaryDirectory.appendingPathComponent("runner-\(UUID().uuidString)")

    private func plan(shard: (Int, Int)? = nil) throws -> EvaluationPlan {
        var cases = [HandMadeCases.turn(), HandMadeCases.place(), HandMadeCases.away(), HandMadeCases.outAndBack()]
        for k in cases.indices { (cases[k].scenario, cases[k].draw) = ("case_\(k)", k) }
        return try EvaluationPlan(
            suite: "hand-made", cases: cases, seeds: [0], size: (32, 32), shard: shard.map { (part: $0.0, of: $0.1) })
    }

    @discardableResult
    private func run(_ name: String, jobs: Int = 1, shard: (Int, Int)? = nil, frames: Bool = false) throws -> RunFolder
    {
        let folder = RunFolder(base.appendingPathComponent(name))
        let candidate = try Candidates.world("cheat:half-speed")
        var runner = EvaluationRunner(candidate: candidate, plan: try plan(shard: shard), folder: folder)
        (runner.jobs, runner.keepsFrames) = (jobs, frames)
        let records = try #require(try runner.run { _, _, _ in })
        try RunRecorder(folder: folder, commandLine: ["test"]).finish(records, candidate: candidate, plan: runner.plan)
        return folder
    }

    @Test func sameOnJobsShardsAndAfterAKill() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let one = try run("one", frames: true)
        let hash = try one.readManifest().resultsHash
        #expect(try run("two", jobs: 2).readManifest().resultsHash == hash)
        // Shards.
        let parts = try (1...3).map { try run("part\($0)", shard: ($0, 3)).url }
        let merged = RunFolder(base.appendingPathComponent("merged"))
        _ = try RunMerge.merge(parts, into: merged, commandLine: ["test"])
        #expect(try merged.readManifest().resultsHash == hash)
        #expect(try merged.readSummary() == one.readSummary())
        // A kill in the middle of a line.
        try FileManager.default.removeItem(at: one.summary)
        var data = try Data(contentsOf: one.results)
        data.removeLast(data.count * 2 / 5)
        try data.write(to: one.results)
        #expect(try run("one", frames: true).readManifest().resultsHash == hash)
        #expect(try !one.readStrips().isEmpty)
        for strip in try one.readStrips() {
            let picture = try PNG.read(one.url.appendingPathComponent(strip.file))
            #expect(
                picture.width == strip.width * strip.columns.count && picture.height == strip.height * strip.rows.count)
        }
        let reread = try EvaluationRun(one.url)
        #expect(reread.records.contains { $0.status == .gateFail && $0.score == 0 })
    }

    @Test(arguments: [1, 2]) func sameOfProcessesThatShareTheCases(jobs: Int) throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let one = try run("one", frames: true)
        let folder = RunFolder(base.appendingPathComponent("shared"))
        let plan = try plan()
        let kept = try InMemoryCommunicator.run(3) { process in
            let candidate = try Candidates.world("cheat:half-speed")
            var runner = EvaluationRunner(candidate: candidate, plan: plan, folder: folder)
            (runner.jobs, runner.processes) = (jobs, process)
            let recorder = RunRecorder(folder: folder, commandLine: ["test"])
            return try runner.run(
                progress: { _, _, _ in },
                finish: { _ = try recorder.finish($0, candidate: candidate, plan: plan) }) != nil
        }
        #expect(kept == [true, false, false])
        #expect(try folder.readManifest().resultsHash == one.readManifest().resultsHash)
        #expect(try folder.readSummary() == one.readSummary())
        #expect(try folder.readStrips() == one.readStrips())
    }

    @Test func othersEndWhereTheFirstCannotBegin() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let folder = RunFolder(base.appendingPathComponent("held"))
        try folder.create()
        let lock = try FolderLock(folder.url, busy: "")
        let plan = try plan()
        let ends = try InMemoryCommunicator.run(2) { process in
            var runner = EvaluationRunner(
                candidate: try Candidates.world("cheat:half-speed"), plan: plan, folder: folder)
            runner.processes = process
            do { return try runner.run { _, _, _ in } == nil ? "over" : "done" } catch { return "failed" }
        }
        #expect(ends == ["failed", "over"])
        withExtendedLifetime(lock) {}
    }

    @Test func twoAtATimeAreRefused() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let place = RunFolder(base.appendingPathComponent("one"))
        try place.create()
        let lock = try FolderLock(place.url, busy: "")
        let error = #expect(throws: FileError.self) { try run("one", shard: (1, 4)) }
        #expect(error?.description.contains("written by another evaluation") == true)
        withExtendedLifetime(lock) {}
        #expect(!FileManager.default.fileExists(atPath: place.results.path))
    }

    @Test func linksOutOfTheFolderAreNotFollowed() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let files = FileManager.default
        let precious = base.appendingPathComponent("precious")
        try files.createDirectory(at: precious, withIntermediateDirectories: true)
        for name in ["frames", "results.jsonl", "summary.json"] {
            let place = base.appendingPathComponent("run-\(name)")
            try files.createDirectory(at: place, withIntermediateDirectories: true)
            let target = name == "frames" ? "../precious" : "../precious/\(name)"
            try files.createSymbolicLink(
                atPath: place.appendingPathComponent(name).path, withDestinationPath: target)
            let error = #expect(throws: FileError.self) { try run(place.lastPathComponent, shard: (1, 4)) }
            #expect(error?.description.contains("link out of its folder") == true)
        }
        #expect(try files.contentsOfDirectory(atPath: precious.path).isEmpty)
    }

    @Test func refusesAnotherPlansFolder() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let folder = try run("one", shard: (1, 4))
        #expect(throws: (any Error).self) { try run("one", shard: (2, 4)) }
        #expect(FileManager.default.fileExists(atPath: folder.results.path))
        #expect(throws: (any Error).self) { try RunMerge.merge([folder.url], into: folder) }
        #expect(throws: (any Error).self) { try plan(shard: (5, 4)) }
    }

    /// The truth, as if it were sampled somewhere.
    private struct Sampled: Candidate {
        let name = "sampled"
        var sampler: SamplerSettings?
        func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
            try WorldCandidate.reference.frames(branch, of: truth, noise: noise)
        }
    }

    @Test func refusesToMixDevices() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        func run(_ name: String, on device: String?, part: Int) throws -> RunFolder {
            let folder = RunFolder(base.appendingPathComponent(name))
            let candidate = Sampled(sampler: SamplerSettings(steps: 2, contextFrames: 3, device: device))
            var runner = EvaluationRunner(candidate: candidate, plan: try plan(shard: (part, 2)), folder: folder)
            runner.keepsFrames = false
            let records = try #require(try runner.run { _, _, _ in })
            try RunRecorder(folder: folder, commandLine: ["test"]).finish(
                records, candidate: candidate, plan: runner.plan)
            return folder
        }
        let first = try run("first", on: nil, part: 1)
        #expect(throws: FileError.self) { _ = try run("first", on: "a GPU", part: 1) }
        let second = try run("second", on: "a GPU", part: 2)
        let whole = RunFolder(base.appendingPathComponent("whole"))
        #expect(throws: FileError.self) { _ = try RunMerge.merge([first.url, second.url], into: whole) }
        // Older runs do not say.
        let mark = first.url.appendingPathComponent("run.json")
        var fields = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: mark)) as? [String: Any])
        #expect(fields.removeValue(forKey: "sampler") != nil)
        try JSONSerialization.data(withJSONObject: fields).write(to: mark)
        _ = try run("first", on: nil, part: 1)
    }

    @Test func verifiesAndNotices() throws {
        defer { try? FileManager.default.removeItem(at: base) }
        let folder = try run("one", shard: (2, 4))
        let candidate = try Candidates.world("cheat:half-speed")
        var verification = RunVerification(
            candidate: candidate, plan: try plan(shard: (2, 4)), manifest: try folder.readManifest(),
            records: try folder.readResults(), summary: try folder.readSummary())
        #expect(try verification.differences() == [])
        verification.candidate = try Candidates.world("reference")
        #expect(try !verification.differences().isEmpty)
        #expect(try verification.manifest.probes == ProbeFolder.shipped.hashes())
        verification.manifest.probes["motion"] = "other"
        #expect(try verification.differences() == ["The probes have other weights today."])
        verification.manifest = try folder.readManifest()
        verification.records[0].score += 0.01
        #expect(try verification.differences() == ["results.jsonl was changed after the run."])
    }

    @Test func referenceScoresOne() throws {
        let plan = try plan()
        let made = try plan.groups.flatMap { group in
            try GroupEvaluation(candidate: WorldCandidate.reference, seeds: [0], size: (32, 32)).run(group, frames: nil)
                .records
        }
        let summary = RunSummary(made).summary(candidate: "reference", suite: "hand-made", all: made)
        #expect(summary.headline.score > 0.95)
        #expect(summary.headline.gateFailures == 0)
        #expect(summary.allSeedsPassRate == 1)
    }
}
