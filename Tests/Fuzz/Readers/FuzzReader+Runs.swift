import Evaluations
import Foundation
import Media
import Tensors
import Worlds

/// What an evaluation leaves: each file of a folder, read as a report, a comparison and a merge read it.
extension FuzzReader {
    static func runs(_ folder: URL) throws -> [FuzzReader] {
        let run = RunFolder(folder.appendingPathComponent("runs/run"))
        try write(run, shard: nil)
        let files: [(String, URL, FuzzFormat)] = [
            ("results", run.results, .jsonLines), ("summary", run.summary, .json), ("manifest", run.manifest, .json),
            ("strips", run.strips, .jsonLines),
        ]
        let kept = try files.map { ($0.1, try Data(contentsOf: $0.1)) }
        return try files.map { name, file, format in
            let sound = try Data(contentsOf: file)
            return FuzzReader("run-\(name)", format, share: 0.5, seeds: [sound]) { input in
                try input.write(to: file)
                defer { for (file, data) in kept { try? data.write(to: file) } }
                // A manifest and a summary that agree with the records, so that these are read further.
                if name == "results" {
                    let records = try run.readResults()
                    var manifest = try run.readManifest()
                    manifest.resultsHash = try RunRecorder.hash(records)
                    _ = try RunRecorder(folder: run).finish(records, manifest)
                }
                try report(run)
            }
        } + (try merges(folder))
    }

    private static func record(_ number: Int, _ module: String, _ family: String) -> ResultRecord {
        ResultRecord(
            scenario: "\(family)_\(number)", sha: "\(family)\(number)", module: module, family: family,
            metric: "revisit",
            raw: 0.6, floor: 0.2, ceil: 0.9, score: 0.5 + 0.1 * Double(number), gates: ["view": true],
            details: ["unseen_frames": 8], perFrame: [0.1, 0.5, 1], firstFrame: 4, ms: 3)
    }

    /// A finished run of four cases with a filmstrip each, numbered from `first` on.
    private static func write(_ run: RunFolder, shard: String?, first: Int = 0) throws {
        var records = (first..<first + 2).flatMap {
            [record($0, "geometry", "rotate"), record($0, "causality", "contact")]
        }
        records[1].reason = "view: the path gains 1.2 dB of 5"
        (records[1].status, records[1].score, records[1].gates["view"]) = (.gateFail, 0, false)
        var horizon = records[0]
        (horizon.metric, horizon.column, horizon.details) = ("horizon", "drift", ["horizon_frames": 60])
        records.append(horizon)
        try run.create()
        let strips = try records.prefix(4).map { record in
            let file = "frames/\(record.scenario)-0-0-factual.png"
            try PNG.write(Frame(width: 48, height: 36), to: run.url.appendingPathComponent(file))
            return FrameStrip(
                scenario: record.scenario, draw: 0, seed: 0, branch: "factual", file: file,
                rows: ["reference", "candidate", "error"],
                columns: [.init(frame: 8, marks: ["seen"]), .init(frame: 20), .init(frame: 32, marks: ["back"])],
                width: 16, height: 12)
        }
        let manifest = Manifest(
            candidate: "nano", modelHash: "abc", codecHash: "def",
            sampler: SamplerSettings(steps: 4, contextFrames: 16),
            suite: "smoke", suiteHash: "one", seeds: [0], width: 64, height: 48, cases: 4, shard: shard,
            resultsHash: try RunRecorder.hash(records), commit: "0123456", swift: "6.3", cpuFeatures: ["avx2"],
            threads: 2,
            commandLine: ["diorama", "evaluate"])
        try run.write(records)
        try run.write(strips)
        _ = try RunRecorder(folder: run).finish(records, manifest)
    }

    /// What is accepted becomes a page and a comparison without control characters or numbers that are none.
    private static func report(_ folder: RunFolder) throws {
        let run = try EvaluationRun(folder.url)
        let said = [folder.manifest, folder.results, folder.summary, folder.strips]
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }.joined()
        let pages = [Report(run).html, Report(run, run, try Comparison(run, run)).html]
        for page in pages {
            try Nonsense.unless(
                !page.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" },
                "a page with control characters")
            // Words of the files are shown as they are, and may be these; as numbers JSON does not have them.
            if ["nan", "inf", "NaN"].contains(where: { said.contains($0) }) { continue }
            for word in [">nan<", ">inf<", ">-inf<", "\"nan\"", "NaN"] {
                try Nonsense.unless(!page.contains(word), "a page with \(word)")
            }
        }
        let again = try run.records.map {
            try JSONDecoder().decode(ResultRecord.self, from: JSONLines.line($0))
        }
        try Nonsense.unless(again == run.records, "other records when written again")
    }

    /// Shards whose filmstrips or manifest are changed: nothing outside the folders is touched.
    private static func merges(_ folder: URL) throws -> [FuzzReader] {
        let base = folder.appendingPathComponent("merges")
        let parts = [1, 2].map { RunFolder(base.appendingPathComponent("part\($0)")) }
        for (number, part) in parts.enumerated() { try write(part, shard: "\(number + 1)/2", first: 2 * number) }
        let precious = base.appendingPathComponent("precious")
        try FileManager.default.createDirectory(at: precious, withIntermediateDirectories: true)
        try Data("kept".utf8).write(to: precious.appendingPathComponent("file"))
        let outside = Data(
            try String(contentsOf: parts[0].strips, encoding: .utf8)
                .replacingOccurrences(of: "frames/rotate_0-0-0-factual.png", with: "../precious").utf8)
        let files: [(String, URL, FuzzFormat)] = [
            ("strips", parts[0].strips, .jsonLines), ("manifest", parts[0].manifest, .json),
            ("results", parts[0].results, .jsonLines),
        ]
        return try files.map { name, file, format in
            let sound = try Data(contentsOf: file)
            let seeds = name == "strips" ? [sound, outside] : [sound]
            return FuzzReader("merge-\(name)", format, share: 0.4, seeds: seeds) { input in
                try input.write(to: file)
                let out = base.appendingPathComponent("out")
                defer {
                    try? sound.write(to: file)
                    try? FileManager.default.removeItem(at: out)
                }
                defer { try? FileManager.default.removeItem(at: base.appendingPathComponent("out")) }
                var failure: (any Error)?
                do { _ = try RunMerge.merge(parts.map(\.url), into: RunFolder(out)) } catch { failure = error }
                let kept = Set(try FileManager.default.contentsOfDirectory(atPath: base.path)).subtracting(["out"])
                try Nonsense.unless(
                    kept == ["part1", "part2", "precious"]
                        && (try? Data(contentsOf: precious.appendingPathComponent("file"))) == Data("kept".utf8),
                    "what lies beside the folders was changed: \(kept.sorted())")
                if let failure { throw failure }
            }
        }
    }
}
