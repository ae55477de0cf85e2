import Foundation
import TestSupport
import Testing

/// Commands that are killed at random moments and given again: what they leave is what an uninterrupted run leaves.
@Suite(.serialized) struct KillTests {
    private let folder: TemporaryFolder
    /// Kills of each command, at moments that follow from the seed; `make kill-test` asks for more.
    private let kills = ProcessInfo.processInfo.environment["DIORAMA_KILLS"].flatMap { Int($0) } ?? 2
    private let seed =
        ProcessInfo.processInfo.environment["DIORAMA_KILL_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 0..<1_000_000)

    init() throws { folder = try TemporaryFolder() }

    /// Gives a command again and again, killed each time, and at last lets it end. `whole` is the folder, and the time, of
    /// the run that is not interrupted.
    private func killed(_ arguments: (_ out: String) -> [String], afterEach: (URL) throws -> Void = { _ in }) throws {
        let begin = Date()
        let whole = try Command(arguments("whole"), in: folder.url)
        #expect(whole.status == 0, "\(whole.errors)")
        let seconds = Date().timeIntervalSince(begin)
        var random = SeededGenerator(state: seed)
        for _ in 0..<kills {
            try Command.killed(arguments("killed"), in: folder.url, after: .random(in: 0...seconds, using: &random))
            try afterEach(folder.file("killed"))
        }
        let last = try Command(arguments("killed"), in: folder.url)
        #expect(last.status == 0, "seed \(seed): \(last.errors)")
    }

    private func names(_ place: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: folder.file(place).path)
        return (files?.allObjects as? [String] ?? []).sorted()
    }

    private func text(_ file: String) throws -> String { try String(contentsOf: folder.file(file), encoding: .utf8) }

    private func objects(_ file: String, without keys: String...) throws -> [NSDictionary] {
        try text(file).split(separator: "\n").map { line in
            var object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            for key in keys { object[key] = nil }
            return object as NSDictionary
        }
    }

    private func expectSameFiles(except own: (String) -> Bool = { _ in false }) throws {
        #expect(names("killed") == names("whole"), "seed \(seed)")
        for name in names("whole") where !own(name) {
            let files = ["whole", "killed"].map { folder.file("\($0)/\(name)") }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: files[0].path, isDirectory: &isFolder), !isFolder.boolValue
            else { continue }
            let same = try Data(contentsOf: files[0]) == Data(contentsOf: files[1])
            #expect(same, "\(name), seed \(seed)")
        }
    }

    @Test func recording() throws {
        try killed {
            [
                "record", "--output", $0, "--episodes", "20", "--frames", "48", "--size", "64x48", "--jobs", "1",
                "--truth",
            ]
        }
        // Shards end where a recording was killed; what is in them is the same.
        let entries = try ["whole", "killed"].map { place in
            try objects("\(place)/index.jsonl", without: "shard").sorted { first, second in
                (first["name"] as? String ?? "") < (second["name"] as? String ?? "")
            }
        }
        #expect(entries[0] == entries[1] && entries[0].count == 20, "seed \(seed)")
        let verified = try Command(["inspect", "killed", "--verify"], in: folder.url)
        #expect(verified.status == 0, "seed \(seed): \(verified.errors)")
        #expect(
            names("killed").allSatisfy { ["index.jsonl", "set.json"].contains($0) || $0.hasPrefix("shard-") },
            "seed \(seed)")
    }

    @Test func evaluating() throws {
        let suite = """
            schema: suite/1
            id: tiny
            scenarios: [turn_90_back, push_air, push_ball, out_and_back]
            draws: {id: 1}
            """
        try Data(suite.utf8).write(to: folder.file("tiny.yaml"))
        try killed { ["evaluate", "--suite", "tiny.yaml", "--checkpoint", "nano", "--out", $0, "--jobs", "1"] }
        let records = try ["whole", "killed"].map { try objects("\($0)/results.jsonl", without: "ms") }
        #expect(records[0] == records[1] && !records[0].isEmpty, "seed \(seed)")
        #expect(try text("whole/summary.json") == text("killed/summary.json"), "seed \(seed)")
        // Every filmstrip is listed, and none is there that is not.
        try expectSameFiles { ["results.jsonl", "manifest.json"].contains($0) }
    }

    @Test(arguments: ["compressor", "transformer"]) func training(part: String) throws {
        let settings = """
            name: tiny
            width: 32
            height: 32
            episodes: 4
            frames: 17
            stagedEpisodes: 2
            compressorWidth: 16
            compressorSteps: 60
            compressorBatch: 2
            latentChannels: 8
            transformerWidth: 32
            transformerDepth: 1
            transformerHeads: 2
            transformerSteps: 40
            clips: 2
            clipFrames: 4
            validationSteps: 8
            """
        try Data(settings.utf8).write(to: folder.file("tiny.yaml"))
        if part != "compressor" {
            let first = try Command(["train", "compressor", "--run", "first", "--config", "tiny.yaml"], in: folder.url)
            #expect(first.status == 0, "\(first.errors)")
        }
        let from = part == "compressor" ? [] : ["--from", "first/checkpoint"]
        try killed { ["train", part, "--run", $0, "--config", "tiny.yaml"] + from }
        // Every step is logged once, with the loss of the run that was not interrupted.
        let logs = try ["whole", "killed"].map { try objects("\($0)/\(part).jsonl", without: "seconds", "gflops") }
        #expect(logs[0] == logs[1] && !logs[0].isEmpty, "seed \(seed)")
        // No file of a killed write is left, and there is a picture for every validation.
        try expectSameFiles { $0.hasSuffix(".jsonl") || $0.hasSuffix("training.json") || $0.hasSuffix("README.md") }
    }

    @Test func playing() throws {
        // Killed, a video may be there as far as it was played, and nothing else; played again it is whole.
        let play = { (out: String) in
            ["play", "--headless", "--checkpoint", "nano", "--frames", "300", "--output", "\(out).mp4"]
        }
        let look = { (_: URL) in
            let left = folder.contents.filter { $0.hasPrefix(".") || $0.hasPrefix("killed") || $0.hasPrefix("ffmpeg") }
            #expect(left.allSatisfy { ["killed.mp4", "killed.mp4.part"].contains($0) }, "seed \(seed): \(left)")
        }
        try killed(play, afterEach: look)
        #expect(try Data(contentsOf: folder.file("killed.mp4")) == Data(contentsOf: folder.file("whole.mp4")))
    }
}

/// The moments of the kills follow from a number.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
