import Evaluations
import Foundation
import Media
import TestSupport
import Worlds

/// Two runs with everything that a report can show.
enum ReportFixture {
    /// B gains in permanence, falls back in causality, and loses its view in some of the rotations of both.
    static func runs(in folder: TemporaryFolder) throws -> (EvaluationRun, EvaluationRun) {
        var a = SyntheticRun("A & co")
        var b = SyntheticRun("B <b>bold</b>") { module, _ in
            module == "permanence" ? 0.8 : module == "causality" ? 0.2 : 0.5
        }
        try fill(&a, folder.file("a"), shift: 0)
        try fill(&b, folder.file("b"), shift: 0.1)
        return (try a.run(in: folder, "a"), try b.run(in: folder, "b"))
    }

    static func pages(in folder: TemporaryFolder) throws -> (full: String, alone: String) {
        let (a, b) = try runs(in: folder)
        return (try Report(a, b, Comparison(a, b)).html, Report(b).html)
    }

    private static func fill(_ run: inout SyntheticRun, _ url: URL, shift: Double) throws {
        let folder = RunFolder(url)
        try folder.create()
        for i in run.records.indices {
            let record = run.records[i]
            switch record.metric {
            case "revisit": run.records[i].details["unseen_frames"] = Double(8 << record.draw)
            case "effect": run.records[i].perFrame = (0..<24).map { 1 / (1 + shift * Double($0)) }
            default: break
            }
            if record.scenario == "rotate_1" && record.draw == 2 {
                (run.records[i].status, run.records[i].score, run.records[i].gates["view"]) = (.gateFail, 0, false)
                run.records[i].reason = "view: the path gains 1.2 dB of 5"
            }
            if record.seed == 0 && record.draw < 2 {
                let file = "frames/\(record.scenario)-\(record.draw).png"
                try PNG.write(picture(shade: UInt8(80 + 40 * record.draw)), to: url.appendingPathComponent(file))
                run.strips.append(
                    FrameStrip(
                        scenario: record.scenario, draw: record.draw, seed: 0, branch: "factual", file: file,
                        rows: ["reference", "candidate", "error"],
                        columns: [
                            .init(frame: 8, marks: ["seen"]), .init(frame: 20), .init(frame: 32, marks: ["back"]),
                        ],
                        width: 16, height: 12))
            }
        }
        run.records += run.records.filter { $0.metric == "revisit" }.map { record in
            var record = record
            (record.metric, record.column) = ("horizon", "drift")
            record.perFrame = (0..<64).map { min(1.2, 0.1 + (0.01 + 0.1 * shift) * Double($0)) }
            record.details = ["horizon_frames": 60 - 200 * shift]
            (record.status, record.gates) = (.ok, [:])
            return record
        }
    }

    /// Three rows of three tiles of 16x12, each tile of one colour.
    private static func picture(shade: UInt8) -> Frame {
        var frame = Frame(width: 48, height: 36)
        for y in 0..<36 {
            for x in 0..<48 {
                let pixel = (y * 48 + x) * 3
                frame.pixels[pixel] = UInt8(y / 12 * 100)
                frame.pixels[pixel + 1] = UInt8(x / 16 * 100)
                frame.pixels[pixel + 2] = shade
            }
        }
        return frame
    }
}
