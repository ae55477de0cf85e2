import Foundation
import Media
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Evaluations

/// Run folders of strangers: nothing outside of the folder that was named is touched, and no number crashes.
struct HostileRunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A shard, one of one, with a strip of this name.
    private func shard(_ name: String, strip: String) throws -> URL {
        var run = SyntheticRun("one")
        run.manifest.shard = "1/1"
        run.manifest.resultsHash = try RunRecorder.hash(run.records)
        run.strips = [
            FrameStrip(
                scenario: "rotate_0", draw: 0, seed: 0, branch: "factual", file: strip, rows: ["reference"],
                columns: [.init(frame: 3)], width: 8, height: 6)
        ]
        let out = RunFolder(folder.file(name))
        try out.create()
        try out.write(run.records)
        try out.write(run.strips)
        try out.write(run.manifest)
        return out.url
    }

    private func refusal(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return ""
    }

    @Test(arguments: [
        "../precious", "frames/../../precious", "/etc/hostname", "", "frames", "frames/none.png", "frames/folder.png",
        "frames/link.png", "results.jsonl",
    ])
    func stripsThatLieElsewhereAreNotMerged(_ name: String) throws {
        let part = try shard("part", strip: name)
        let files = FileManager.default
        try files.createDirectory(at: folder.file("precious"), withIntermediateDirectories: true)
        try Data([1]).write(to: folder.file("precious/own"))
        try files.createDirectory(
            at: part.appendingPathComponent("frames/folder.png"), withIntermediateDirectories: true)
        try files.createSymbolicLink(
            atPath: part.appendingPathComponent("frames/link.png").path, withDestinationPath: "../../precious/own")
        let out = RunFolder(folder.file("out"))
        let message = refusal { _ = try RunMerge.merge([part], into: out) }
        #expect(message.contains("strips.jsonl") && message.contains("names"), "\(message)")
        #expect(files.fileExists(atPath: folder.file("precious/own").path))
        #expect(!files.fileExists(atPath: out.url.path))
        let run = try RunFolder(part).readStrips()
        #expect(throws: (any Error).self) { try StripPicture(run[0], in: RunFolder(part)) }
    }

    @Test func mergingOverwritesNoOtherResults() throws {
        let part = try shard("part", strip: "frames/x.png")
        var frame = Frame(width: 8, height: 6)
        frame.pixels[0] = 9
        try PNG.write(frame, to: part.appendingPathComponent("frames/x.png"))
        let out = RunFolder(folder.file("out"))
        #expect(refusal { _ = try RunMerge.merge([part], into: RunFolder(part)) }.contains("is one of the shards"))
        _ = try RunMerge.merge([part], into: out)
        #expect(try PNG.read(out.url.appendingPathComponent("frames/x.png")) == frame)
        // Once more, the same comes of it.
        _ = try RunMerge.merge([part], into: out)
        var other = try out.readManifest()
        other.suiteHash = "two"
        try out.write(other)
        #expect(refusal { _ = try RunMerge.merge([part], into: out) }.contains("holds another evaluation"))
        var records = try RunFolder(part).readResults()
        records[0].score = 1
        try RunFolder(part).write(records)
        let message = refusal { _ = try RunMerge.merge([part], into: RunFolder(folder.file("new"))) }
        #expect(message.contains("was changed after the run"))
    }

    @Test func numbersThatNothingMeasuresAreNamed() throws {
        func message(_ change: (inout ResultRecord) -> Void) throws -> String {
            var run = SyntheticRun("one")
            change(&run.records[1])
            return refusal { try run.run(in: folder, "run") }
        }
        #expect(try message { $0.details["horizon_frames"] = 1e300 }.contains("line 2 has the impossible value 1e+300"))
        #expect(try message { $0.perFrame = [0, -1e15] }.contains("\"per_frame\""))
        #expect(try message { $0.draw = .max }.contains("\"draw\""))
        #expect(try message { $0.firstFrame = -1 }.contains("\"first_frame\""))
        #expect(try message { $0.details["horizon_frames"] = 1e11 } == "")
        var strips = SyntheticRun("one")
        strips.strips = [
            FrameStrip(
                scenario: "rotate_0", draw: 0, seed: 0, branch: "factual", file: "frames/x.png", rows: ["reference"],
                columns: [.init(frame: 3)], width: .max, height: 6)
        ]
        #expect(refusal { try strips.run(in: folder, "strips") }.contains("strips.jsonl line 1 has tiles of"))
    }

    @Test func curvesDrawWhateverWasMeasured() throws {
        var run = SyntheticRun("one")
        run.records += run.records.filter { $0.metric == "revisit" }.map { record in
            var record = record
            (record.metric, record.column) = ("horizon", "drift")
            record.details = ["horizon_frames": 9e11]
            return record
        }
        for i in run.records.indices where run.records[i].metric == "revisit" {
            run.records[i].details["unseen_frames"] = 8e11
        }
        let page = Report(try run.run(in: folder, "run")).html
        #expect(page.contains("900000000000 frames"))
    }

    /// Other weights in the same folder make another run, beside the first.
    @Test func exchangedWeightsRunAnew() throws {
        struct Weighed: Candidate {
            let name = "weighed"
            var modelHash: String?
            var codecHash: String?
            var parts: [String: String]?
            func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] { [] }
        }
        let plan = try EvaluationPlan(suite: "s", cases: [HandMadeCases.turn()], seeds: [0], size: (32, 32))
        let home = RunFolder(folder.file("weighed"))
        let first = Weighed(modelHash: "1", codecHash: "2", parts: ["actions.json": "3"])
        #expect(try home.place(for: first, plan).url == home.url)
        try home.create()
        try RunMark(candidate: first, plan: plan).write(home)
        try home.write([ResultRecord]())
        #expect(try home.place(for: first, plan).url == home.url)
        var places: Set<String> = [home.url.path]
        for other in [
            Weighed(modelHash: "9", codecHash: "2", parts: ["actions.json": "3"]),
            Weighed(modelHash: "1", codecHash: "9", parts: ["actions.json": "3"]),
            Weighed(modelHash: "1", codecHash: "2", parts: ["actions.json": "9"]),
        ] {
            let place = try home.place(for: other, plan).url
            #expect(places.insert(place.path).inserted && place.lastPathComponent.hasPrefix("weighed-"))
        }
    }
}
