import Foundation
import TestSupport
import Testing

/// `diorama train` from nothing, and from what another run left.
struct TrainTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let settings = """
            name: tiny
            width: 64
            height: 48
            episodes: 1
            frames: 17
            stagedEpisodes: 1
            firstSeed: 77
            compressorWidth: 16
            compressorSteps: 2
            compressorBatch: 2
            latentChannels: 8
            transformerWidth: 32
            transformerDepth: 1
            transformerHeads: 2
            transformerSteps: 2
            clips: 2
            clipFrames: 4
            useShare: 1
            distillSteps: 2
            distillRatio: 2
            distilledSteps: 3
            probeEpisodes: 1
            probeSteps: 4
            probeBatch: 2
            validationSteps: 2
            """
        try Data(settings.utf8).write(to: folder.file("tiny.yaml"))
    }

    private func train(_ part: String, _ run: String, _ more: String...) throws -> Command {
        try Command(["train", part, "--run", run, "--config", "tiny.yaml"] + more, in: folder.url)
    }

    @Test func aRunGoesOnFromAnother() throws {
        for part in ["compressor", "transformer"] {
            let command = try train(part, "first")
            #expect(command.status == 0, "\(command.errors)")
        }
        let command = try train("transformer", "next", "--from", "first/checkpoint")
        #expect(command.status == 0, "\(command.errors)")
        func notes(_ run: String) throws -> String {
            try String(contentsOf: folder.file("\(run)/checkpoint/training.json"), encoding: .utf8)
        }
        let next = try notes("next")
        #expect(next.contains(", from 77") && next.contains(", begun from first"), "\(next)")
        #expect(try !notes("first").contains("begun from"))
        func weights(_ run: String, _ part: String) throws -> Data {
            try Data(contentsOf: folder.file("\(run)/checkpoint/\(part).safetensors"))
        }
        let other = try train("transformer", "next", "--from", "small")
        #expect(other.status != 0 && other.errors.contains("was not begun from small"))
        #expect(try weights("next", "compressor") == weights("first", "compressor"))
        #expect(try weights("next", "transformer") != weights("first", "transformer"))
    }

    @Test func aDistilledRunKeepsItsTeacherAndResumes() throws {
        func trained(_ part: String, _ more: String...) throws -> Data {
            let command = try Command(["train", part, "--run", "run", "--config", "tiny.yaml"] + more, in: folder.url)
            #expect(command.status == 0, "\(command.errors)")
            return try Data(contentsOf: folder.file("run/checkpoint/transformer.safetensors"))
        }
        let before = try ["compressor", "transformer"].map { try trained($0) }[1]
        #expect(try trained("distill", "--steps", "4") != before)
        #expect(try Data(contentsOf: folder.file("run/teacher/transformer.safetensors")) == before)
        let config = try String(contentsOf: folder.file("run/checkpoint/config.json"), encoding: .utf8)
        #expect(config.contains("\"denoisingSteps\" : 3") && config.contains("\"renoises\" : true"))
        _ = try trained("distill", "--steps", "6")
        let log = try String(contentsOf: folder.file("run/distill.jsonl"), encoding: .utf8)
        #expect(log.split(separator: "\n").count == 6)
        let few = try Command(
            ["evaluate", "--quick", "--clips", "1", "--steps", "2", "--checkpoint", "run/checkpoint"], in: folder.url)
        #expect(few.status == 0, "\(few.errors)")
    }

    @Test func aProbeComesWithItsHash() throws {
        let made = try train("probes", "probing")
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.errors.contains("probes 4: ") && made.errors.contains("accuracy"))
        let hashes = try String(contentsOf: folder.file("probing/probes/hashes.json"), encoding: .utf8)
        #expect(hashes.contains("\"motion\""))
        let weights = try Data(contentsOf: folder.file("probing/probes/motion.safetensors"))
        #expect(weights.count < 1_000_000)
        // All steps are made: the same command changes nothing.
        let again = try train("probes", "probing")
        #expect(again.status == 0, "\(again.errors)")
        #expect(try Data(contentsOf: folder.file("probing/probes/motion.safetensors")) == weights)
        let refused = try train("probes", "other", "--from", "nano")
        #expect(refused.status != 0 && refused.errors.contains("--from is not for train probes"))
    }

    /// The settings of `tiny.yaml` without the keys that `other` has, and with those.
    private func settings(_ name: String, without: [String] = [], _ other: [String: String] = [:]) throws {
        let lines = try String(contentsOf: folder.file("tiny.yaml"), encoding: .utf8).split(separator: "\n")
        let dropped = without + other.keys
        let kept = lines.filter { line in !dropped.contains { line.hasPrefix($0 + ":") } }
        let text = kept.map(String.init) + other.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        try Data(text.joined(separator: "\n").utf8).write(to: folder.file(name))
    }

    private static let shape = ["transformerWidth", "transformerDepth", "transformerHeads", "latentChannels"]

    @Test func picturesAreAsLargeAsThoseOfTheCheckpoint() throws {
        try settings("unsized.yaml", without: ["width", "height"] + Self.shape)
        let taken = try Command(
            ["train", "transformer", "--run", "more", "--from", "nano", "--config", "unsized.yaml"], in: folder.url)
        #expect(taken.status == 0, "\(taken.errors)")
        let config = try String(contentsOf: folder.file("more/checkpoint/config.json"), encoding: .utf8)
        #expect(config.contains("\"width\" : 64") && config.contains("\"height\" : 48"))
        try settings("wide.yaml", without: Self.shape, ["width": "128"])
        let refused = try Command(
            ["train", "transformer", "--run", "more", "--from", "nano", "--config", "wide.yaml"], in: folder.url)
        #expect(refused.status != 0)
        #expect(refused.errors.contains("width is 128, but this run's checkpoint makes pictures of 64 x 48"))
    }

    @Test func aRunGrowsOnceAndGoesOn() throws {
        let first = try train("compressor", "first")
        #expect(first.status == 0, "\(first.errors)")
        try settings(
            "large.yaml", ["width": "80", "height": "64", "transformerDepth": "3", "clipFrames": "6", "name": "large"])
        func grow(_ steps: String) throws -> [String: Any] {
            let command = try Command(
                [
                    "train", "transformer", "--run", "large", "--from", "first/checkpoint", "--config", "large.yaml",
                    "--steps", steps,
                ], in: folder.url)
            #expect(command.status == 0, "\(command.errors)")
            let config = try Data(contentsOf: folder.file("large/checkpoint/config.json"))
            return try #require(try JSONSerialization.jsonObject(with: config) as? [String: Any])
        }
        for steps in ["2", "4"] {
            let config = try grow(steps)
            #expect(config["name"] as? String == "large")
            #expect(config["width"] as? Int == 80 && config["height"] as? Int == 64)
            let transformer = try #require(config["transformer"] as? [String: Any])
            #expect(transformer["depth"] as? Int == 3 && transformer["contextFrames"] as? Int == 5)
            let notes = try String(contentsOf: folder.file("large/checkpoint/training.json"), encoding: .utf8)
            #expect(notes.contains("\"transformer_steps\" : \"\(steps)\""))
            #expect(notes.contains("1 to 3 blocks, pictures of 64 x 48 to 80 x 64, 3 to 5 latent frames of context"))
        }
        let card = try String(contentsOf: folder.file("large/checkpoint/README.md"), encoding: .utf8)
        #expect(card.contains("# large") && card.contains("grown: 1 to 3 blocks"))
        let compressors = try ["first", "large"].map {
            try Data(contentsOf: folder.file("\($0)/checkpoint/compressor.safetensors"))
        }
        #expect(compressors[0] == compressors[1])
        let deeper = try train("transformer", "large")
        #expect(deeper.status != 0 && deeper.errors.contains("width is 64, but this run's checkpoint"))
    }

    @Test func whatCannotGrowIsRefused() throws {
        for (key, value, words) in [
            ("transformerDepth", "6", "has 4 blocks and can only grow to a multiple of them: 4 would be one"),
            ("transformerDepth", "2", "has 4 blocks and can only grow to a multiple of them: 4 would be one"),
            ("transformerWidth", "192", "transformerWidth is 192, but the checkpoint"),
            ("transformerHeads", "2", "transformerHeads is 2, but the checkpoint that this run goes on from has 3"),
            ("latentChannels", "24", "latentChannels is 24, but the checkpoint that this run goes on from has 12"),
        ] {
            try settings("\(key).yaml", without: Self.shape, [key: value])
            let refused = try Command(
                ["train", "transformer", "--run", "grown", "--from", "nano", "--config", "\(key).yaml"], in: folder.url)
            #expect(refused.status != 0 && refused.errors.contains(words), "\(refused.errors)")
            #expect(refused.errors.contains("\(key).yaml:"))
            #expect(!FileManager.default.fileExists(atPath: folder.file("grown/checkpoint").path))
        }
    }

    @Test func whatCannotBeBegunFromIsNamed() throws {
        let unknown = try train("transformer", "a", "--from", "nothing")
        #expect(unknown.status != 0 && unknown.errors.contains("no checkpoint named 'nothing'"))
        let wrong = try train("compressor", "b", "--from", "small")
        #expect(wrong.status != 0 && wrong.errors.contains("--from is not for train compressor"))
    }
}
