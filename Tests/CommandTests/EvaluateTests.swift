import Foundation
import TestSupport
import Testing

/// `diorama evaluate` as a gate in a build: its exit status and what it prints.
@Suite(.serialized) struct EvaluateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let suite = """
            schema: suite/1
            id: tiny
            about: One turn and one push.
            scenarios: [turn_90_back, push_air]
            draws: {id: 1}
            """
        try Data(suite.utf8).write(to: folder.file("tiny.yaml"))
    }

    private func evaluate(_ arguments: String...) throws -> Command {
        try Command(
            ["evaluate", "--suite", "tiny.yaml", "--size", "64x48", "--out", "run", "--no-frames"] + arguments,
            in: folder.url)
    }

    @Test func requirementsDecideTheExitStatus() throws {
        let met = try evaluate(
            "--world", "reference", "--require", "headline>=0.95", "--require", "rotate>=0.9", "--json")
        #expect(met.status == 0, "\(met.errors)")
        // The same run again costs nothing, and is held against another requirement.
        let unmet = try evaluate("--world", "reference", "--require", "geometry>=0.9", "--require", "causality<=0.5")
        #expect(unmet.status == 1)
        #expect(unmet.errors.contains("not met: causality<=0.5, it is 1"))
        #expect(!unmet.errors.contains("geometry>=0.9"))
        let unknown = try evaluate("--world", "reference", "--require", "nonsense>=0.1")
        #expect(unknown.status == 1 && unknown.errors.contains("there is no 'nonsense'"))
        let wrong = try evaluate("--world", "reference", "--require", "geometry=0.1")
        #expect(wrong.status != 0 && wrong.errors.contains("is no requirement"))

        let sheet = try #require(JSONSerialization.jsonObject(with: Data(met.output.utf8)) as? [String: Any])
        let modules = try #require(sheet["modules"] as? [String: [String: Any]])
        let columns = try #require(sheet["columns"] as? [String: [String: Any]])
        #expect(modules.keys.sorted() == ["causality", "geometry", "permanence"])
        #expect(columns.keys.sorted() == ["control", "drift", "fidelity", "physics", "surprise"])
        let headline = try #require(sheet["headline"] as? [String: Any])
        for entry in Array(modules.values) + columns.values + [headline] {
            #expect(Set(entry.keys).isSuperset(of: ["score", "low", "high", "n", "gate_failures"]))
            #expect(entry["n"] is Int && entry["gate_failures"] is Int)
            #expect(((entry["n"] as? Int) == 0) == (entry["score"] is NSNull))
        }
        #expect(modules["geometry"]?["n"] as? Int == 1)
    }

    @Test func whatCannotWorkIsSaidBeforeTheRun() throws {
        let unknown = try evaluate("--world", "reference", "--require", "headlin>=0.5")
        #expect(unknown.status == 1 && unknown.errors.contains("did you mean 'headline'?"), "\(unknown.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("run/results.jsonl").path))
        let strip = try Command(
            ["evaluate", "--quick", "--checkpoint", "nano", "--filmstrip", "no/x.png"], in: folder.url)
        #expect(strip.status == 1 && strip.errors.contains("--filmstrip no/x.png: there is no folder"))
        try Data().write(to: folder.file("F"))
        for option in ["--out", "--write-videos"] {
            let taken = try Command(
                ["evaluate", "--suite", "tiny.yaml", "--size", "64x48", "--world", "reference", option, "F"],
                in: folder.url)
            #expect(taken.status == 1 && taken.errors.contains("is a file; give a folder"), "\(taken.errors)")
            #expect(!taken.errors.contains("Domain"))
        }
        let shard = try evaluate("--world", "reference", "--shard", "5/4")
        #expect(shard.status != 0 && shard.errors.contains("--shard must be i/n"))
        let idle = try evaluate("--world", "reference", "--clips", "2")
        #expect(idle.status != 0 && idle.errors.contains("--clips does nothing here: it belongs to --quick"))
    }

    @Test func theHelpHasTheOptions() throws {
        let help = try Command(["evaluate", "--help"], in: folder.url)
        #expect(help.status == 0)
        for option in ["--suite", "--world", "--out", "--require", "--write-videos", "--quick", "merge", "verify"] {
            #expect(help.output.contains(option), "\(option) is missing")
        }
    }

    @Test func withoutItsToolsNothingIsScored() throws {
        let made = try evaluate("--world", "reference", "--write-videos", "cases")
        #expect(made.status == 0, "\(made.errors)")
        try FileManager.default.removeItem(at: folder.file("run"))
        let arguments = [
            "evaluate", "--suite", "tiny.yaml", "--size", "64x48", "--out", "run", "--world", "video:cases",
        ]
        for tool in ["ffmpeg", "ffprobe"] {
            let tools = folder.file("without-\(tool)")
            try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
            let other = tool == "ffmpeg" ? "ffprobe" : "ffmpeg"
            try FileManager.default.createSymbolicLink(
                at: tools.appendingPathComponent(other), withDestinationURL: URL(fileURLWithPath: "/usr/bin/\(other)"))
            let judged = try Command(arguments, in: folder.url, environment: ["PATH": tools.path])
            #expect(judged.status == 1 && judged.errors.contains("Videos need \(tool)"), "\(judged.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("run/results.jsonl").path))
            // One that is killed, and one that fails whatever it is given.
            for (body, words) in [("kill -9 $$", "was killed"), ("echo nonsense >&2; exit 1", "need not be at fault")] {
                let script = tools.appendingPathComponent(tool)
                try Data("#!/bin/sh\n\(body)\n".utf8).write(to: script)
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
                let judged = try Command(arguments, in: folder.url, environment: ["PATH": tools.path])
                #expect(judged.status == 1, "\(tool) \(body): \(judged.errors)")
                if tool == "ffmpeg" { #expect(judged.errors.contains(words), "\(judged.errors)") }
            }
        }
        let judged = try Command(arguments + ["--require", "geometry>=0.8"], in: folder.url)
        #expect(judged.status == 0, "\(judged.errors)")
    }

    @Test func aCheckpointKeepsItsSize() throws {
        let refused = try Command(
            ["evaluate", "--suite", "tiny.yaml", "--checkpoint", "nano", "--size", "128x80", "--out", "run"],
            in: folder.url)
        #expect(refused.status != 0 && refused.errors.contains("nano makes pictures of 64x48, not 128x80"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("run").path))
    }

    @Test func recordingsThatAreMissingFailAndAreNamed() throws {
        let made = try evaluate("--world", "reference", "--write-videos", "cases", "--video-format", "png")
        #expect(made.status == 0, "\(made.errors)")
        try FileManager.default.removeItem(at: folder.file("cases/turn_90_back-0-factual"))
        try FileManager.default.removeItem(at: folder.file("run"))
        let judged = try evaluate("--world", "video:cases", "--json", "--require", "geometry>=0.1")
        #expect(judged.status == 1)
        #expect(judged.errors.contains("scored 0: missing: ") && judged.errors.contains("turn_90_back-0-factual.mp4"))
        #expect(judged.errors.contains("not met: geometry>=0.1, it is 0"))
        let none = try evaluate("--world", "video:run", "--out", "other")
        #expect(none.status != 0 && none.errors.contains("holds no rollout of this suite"))
    }
}
