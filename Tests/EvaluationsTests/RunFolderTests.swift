import Evaluations
import Foundation
import Tensors
import TestSupport
import Testing

struct RunFolderTests {
    @Test func everyFileReadsBackAsWritten() throws {
        let folder = try TemporaryFolder()
        var run = SyntheticRun("one")
        run.records[0].status = .gateFail
        run.records[0].raw = nil
        run.records[0].reason = "view: the path gains 1.2 dB of 5"
        run.records[0].perFrame = [0.25, 1.0 / 3, 0]
        run.records[0].details = ["unseen_frames": 24]
        run.strips = [
            FrameStrip(
                scenario: "rotate_0", draw: 0, seed: 1, branch: "factual", file: "frames/x.png", rows: ["reference"],
                columns: [.init(frame: 3, marks: ["seen"])], width: 8, height: 6)
        ]
        let read = try run.run(in: folder, "run")
        #expect(read.records == run.records)
        #expect(read.strips == run.strips)
        #expect(try read.manifest == run.whole)
        #expect(read.name == "one")
        // Written anew, nothing of the old is left and no temporary file stays behind.
        run.records.removeLast(100)
        #expect(try run.run(in: folder, "run").records == run.records)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("run").path).sorted()
        #expect(files == ["frames", "manifest.json", "results.jsonl", "summary.json"])
    }

    @Test func aWriteThatCannotBeLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        var run = SyntheticRun("one")
        let before = try run.run(in: folder, "run").records
        run.records[0].score = .nan
        #expect(throws: (any Error).self) { try run.run(in: folder, "run") }
        #expect(try RunFolder(folder.file("run")).readResults() == before)
    }

    @Test func aTornLastLineIsDropped() throws {
        let folder = try TemporaryFolder()
        let run = SyntheticRun("one")
        let file = try run.run(in: folder, "run").folder.results
        var data = try Data(contentsOf: file)
        data.removeLast(40)
        try data.write(to: file)
        #expect(try RunFolder(folder.file("run")).readResults() == run.records.dropLast())
        let error = #expect(throws: FileError.self) { try EvaluationRun(folder.file("run")) }
        #expect(error?.description.contains("changed after the run") == true)
    }

    @Test func scoresThatTheRecordsDoNotAmountToAreRefused() throws {
        let folder = try TemporaryFolder()
        let run = SyntheticRun("one")
        var summary = try run.run(in: folder, "run").summary
        summary.headline.score = 0.99
        let place = RunFolder(folder.file("run"))
        try place.write(summary)
        let forged = #expect(throws: FileError.self) { try EvaluationRun(place.url) }
        #expect(forged?.description.contains("summary.json is not what the records amount to") == true)
        var records = run.records
        records[3].score = 1
        try run.run(in: folder, "run")
        try place.write(records)
        let changed = #expect(throws: FileError.self) { try EvaluationRun(place.url) }
        #expect(changed?.description.contains("results.jsonl was changed after the run") == true)
    }

    @Test func aBrokenLineIsNamed() throws {
        let folder = try TemporaryFolder()
        let file = try SyntheticRun("one").run(in: folder, "run").folder.results
        let sound = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        func message(_ change: (inout [Substring]) -> Void) throws -> String {
            var lines = sound
            change(&lines)
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let error = #expect(throws: FileError.self) { try EvaluationRun(folder.file("run")) }
            return error?.description ?? ""
        }
        let torn = try message { $0[2] = $0[2].dropLast(5) }
        #expect(torn.contains("results.jsonl line 3 is not sound JSON") && torn.hasSuffix("."))
        let lacking = try message { $0[4] = Substring($0[4].replacing("\"split\"", with: "\"spilt\"")) }
        #expect(lacking.contains("results.jsonl line 5 lacks \"split\""))
        let wrong = try message { $0[0] = Substring($0[0].replacing("\"draw\":0", with: "\"draw\":\"0\"")) }
        #expect(wrong.contains("results.jsonl line 1 has no sound value at \"draw\""))
        // A whole last line is no torn one.
        let last = try message { $0[$0.count - 2] = "{}" }
        #expect(last.contains("line \(sound.count - 1) lacks"))
    }

    @Test func missingAndForeignFoldersAreNamed() throws {
        let folder = try TemporaryFolder()
        func message(_ body: () throws -> Void) -> String {
            #expect(throws: FileError.self) { try body() }?.description ?? ""
        }
        #expect(message { _ = try EvaluationRun(folder.file("no")) }.contains("There is no folder"))
        #expect(message { _ = try EvaluationRun(folder.url) }.contains("manifest.json"))
        var run = SyntheticRun("one")
        run.manifest.shard = "1/4"
        #expect(message { try run.run(in: folder, "shard") }.contains("only shard 1/4"))
        run.manifest.shard = nil
        run.manifest.format = "diorama-evaluation/0"
        #expect(message { try run.run(in: folder, "old") }.contains("diorama-evaluation/0"))
        run.manifest.format = Manifest.format
        try run.run(in: folder, "stopped")
        try FileManager.default.removeItem(at: folder.file("stopped/manifest.json"))
        #expect(message { _ = try EvaluationRun(folder.file("stopped")) }.contains("is not finished"))
        run.records = []
        #expect(message { try run.run(in: folder, "empty") }.contains("holds no measurement"))
    }
}
