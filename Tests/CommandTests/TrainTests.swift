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
        let next = try train("transformer", "next", "--from", "first/checkpoint")
        #expect(next.status == 0, "\(next.errors)")
        func notes(_ run: String) throws -> String {
            try String(contentsOf: folder.file("\(run)/checkpoint/training.json"), encoding: .utf8)
        }
        #expect(try notes("next").contains("seeds from 77, begun from first"))
        #expect(try !notes("first").contains("begun from"))
        func weights(_ run: String, _ part: String) throws -> Data {
            try Data(contentsOf: folder.file("\(run)/checkpoint/\(part).safetensors"))
        }
        let other = try train("transformer", "next", "--from", "small")
        #expect(other.status != 0 && other.errors.contains("was not begun from small"))
        #expect(try weights("next", "compressor") == weights("first", "compressor"))
        #expect(try weights("next", "transformer") != weights("first", "transformer"))
    }

    @Test func aPupilStandsBesideItsTeacher() throws {
        func trained(_ part: String) throws -> Data {
            let command = try train(part, "run")
            #expect(command.status == 0, "\(command.errors)")
            return try Data(contentsOf: folder.file("run/checkpoint/transformer.safetensors"))
        }
        let before = try ["compressor", "transformer"].map(trained)[1]
        #expect(try trained("distill") == before)
        let config = try String(contentsOf: folder.file("run/checkpoint/config.json"), encoding: .utf8)
        #expect(config.contains("\"denoisingSteps\" : 4") && config.contains("\"pupilSteps\" : 3"))
        let few = try Command(
            ["evaluate", "--quick", "--clips", "1", "--steps", "3", "--checkpoint", "run/checkpoint"], in: folder.url)
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

    @Test func picturesAreAsLargeAsThoseOfTheCheckpoint() throws {
        let settings = try String(contentsOf: folder.file("tiny.yaml"), encoding: .utf8)
        let unsized = settings.split(separator: "\n").filter { !$0.hasPrefix("width:") && !$0.hasPrefix("height:") }
        try Data(unsized.joined(separator: "\n").utf8).write(to: folder.file("unsized.yaml"))
        let taken = try Command(
            ["train", "transformer", "--run", "more", "--from", "nano", "--config", "unsized.yaml"], in: folder.url)
        #expect(taken.status == 0, "\(taken.errors)")
        let config = try String(contentsOf: folder.file("more/checkpoint/config.json"), encoding: .utf8)
        #expect(config.contains("\"width\" : 64") && config.contains("\"height\" : 48"))
        let refused = try train("transformer", "other", "--from", "small")
        #expect(refused.status != 0)
        #expect(
            refused.errors.contains("tiny.yaml:2:8: width is 64, but this run's checkpoint makes pictures of 128 x 80"))
    }

    @Test func whatCannotBeBegunFromIsNamed() throws {
        let unknown = try train("transformer", "a", "--from", "nothing")
        #expect(unknown.status != 0 && unknown.errors.contains("no checkpoint named 'nothing'"))
        let wrong = try train("compressor", "b", "--from", "small")
        #expect(wrong.status != 0 && wrong.errors.contains("--from is not for train compressor"))
    }
}
