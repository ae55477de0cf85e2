import Foundation
import TestSupport
import Testing

@testable import Training

/// What keeps a run's folder whole: one training at a time, settings that stay, states that fit their log.
struct TrainingFolderTests {
    private let training: TrainingCommand

    init() throws { training = try TrainingCommand() }

    @Test func oneTrainingAtATime() throws {
        let url = training.folder.file("run")
        do {
            let held = try TrainingFolder(url)
            let second = try training.train("compressor", "run")
            #expect(second.status == 1)
            #expect(second.errors.contains("run is being trained in by another process"), "\(second.errors)")
            withExtendedLifetime(held) {}
        }
        let after = try training.train("compressor", "run", "--steps", "2")
        #expect(after.status == 0, "\(after.errors)")
    }

    @Test func anotherShapeIsRefusedBeforeAnyWork() throws {
        let first = try training.train("compressor", "run", "--steps", "3")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("run/checkpoint holds the compression network"), "\(first.output)")
        #expect(first.output.contains("next: diorama train depth --run run --config tiny.yaml"), "\(first.output)")
        for (part, key, value, has) in [
            ("compressor", "compressorWidth", "32", "16"), ("compressor", "latentChannels", "4", "8"),
            ("compressor", "width", "48", "32"), ("compressor", "transformerWidth", "64", "32"),
            ("compressor", "transformerDepth", "2", "1"), ("compressor", "clipFrames", "6", "4"),
            ("compressor", "memory", "false", "true"), ("transformer", "compressorWidth", "32", "16"),
            ("depth", "name", "other", "tiny"),
        ] {
            try training.settings("other.yaml", [key: value])
            let refused = try training.train(part, "run", "--steps", "5", config: "other.yaml")
            #expect(refused.status != 0, "\(key)")
            #expect(refused.errors.contains("\(key) is \(value)") && refused.errors.contains(has), "\(refused.errors)")
            #expect(!refused.errors.contains("Pictures") && !refused.errors.contains("Episodes"), "\(refused.errors)")
        }
        let fewer = try training.train("compressor", "run", "--steps", "2")
        #expect(fewer.output.contains("run has 3 steps of train compressor already, and 2 are asked for"))
        #expect(training.lines("run/compressor.jsonl").count == 3)
    }

    @Test func noTrainingUndoesALaterOne() throws {
        for part in ["compressor", "transformer"] { #expect(try training.train(part, "run").status == 0) }
        func weights() throws -> Data {
            try Data(contentsOf: training.folder.file("run/checkpoint/transformer.safetensors"))
        }
        let before = try weights()
        #expect(try training.train("compressor", "run").status == 0)
        let more = try training.train("compressor", "run", "--steps", "20")
        #expect(more.status == 1 && more.errors.contains("has been through train transformer"), "\(more.errors)")
        #expect(try weights() == before)
        #expect(try training.train("transformer", "begun", "--from", "run/checkpoint").status == 0)
        let other = try training.train("compressor", "begun")
        #expect(other.status == 1, "\(other.errors)")
    }

    @Test func aDivergedTrainingKeepsWhatWasSaved() throws {
        #expect(try training.train("compressor", "run", "--steps", "3").status == 0)
        let files = ["run/compressor.state.safetensors", "run/checkpoint/compressor.safetensors"]
        let before = try files.map { try Data(contentsOf: training.folder.file($0)) }
        try training.settings("wild.yaml", ["compressorRate": "1.0"])
        let wild = try training.train("compressor", "run", "--steps", "60", config: "wild.yaml")
        #expect(wild.status == 1)
        #expect(wild.errors.contains("Training has diverged at step"), "\(wild.errors)")
        #expect(wild.errors.contains("run keeps step 3") && wild.errors.contains("Lower compressorRate"))
        #expect(try files.map { try Data(contentsOf: training.folder.file($0)) } == before)
        let calm = try training.train("compressor", "run", "--steps", "6")
        #expect(calm.status == 0, "\(calm.errors)")
        #expect(try training.losses("run/compressor.jsonl").map(\.[0]) == [1, 2, 3, 4, 5, 6])
    }

    @Test func killsLeaveNoTrace() throws {
        #expect(try training.train("compressor", "whole").status == 0)
        try FileManager.default.copyItem(at: training.folder.file("whole"), to: training.folder.file("killed"))
        #expect(try training.train("transformer", "whole").status == 0)
        let command = ["train", "transformer", "--run", "killed", "--config", "tiny.yaml"]
        // While episodes are made, in mid-work after a save, and during the write of a checkpoint or a state.
        for (count, name) in [(0, "latents"), (3, ""), (4, ".part"), (9, "")] {
            let end = try training.interrupted(command, SIGKILL) { _ in
                let lines = training.lines("killed/transformer.jsonl").count
                return name.isEmpty || name == "latents"
                    ? lines >= count
                        && FileManager.default.fileExists(
                            atPath: training.folder.file("killed/\(name)").path)
                    : lines >= count && !training.hidden("killed").isEmpty
            }
            #expect(end.reason == .uncaughtSignal || end.status == 0)
        }
        let last = try training.train("transformer", "killed")
        #expect(last.status == 0, "\(last.errors)")
        #expect(training.hidden("killed").isEmpty, "\(training.hidden("killed"))")
        #expect(try training.losses("killed/transformer.jsonl") == training.losses("whole/transformer.jsonl"))
        for name in ["checkpoint/transformer.safetensors", "transformer.state.safetensors"] {
            let files = try ["whole", "killed"].map { try Data(contentsOf: training.folder.file("\($0)/\(name)")) }
            #expect(files[0] == files[1], "\(name)")
        }
        let pictures = training.folder.file("killed/validation").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: pictures).sorted() == ["12.png", "4.png", "8.png"])
    }

    /// A kill between checkpoint and state: the depth that training began with is no longer that of the checkpoint.
    @Test func firstWeightsAreThoseOfTheBeginning() throws {
        #expect(try training.train("compressor", "whole", "--steps", "2").status == 0)
        try FileManager.default.copyItem(at: training.folder.file("whole"), to: training.folder.file("killed"))
        #expect(try training.train("depth", "whole", "--steps", "60").status == 0)
        let command = ["train", "depth", "--run", "killed", "--config", "tiny.yaml", "--steps", "60"]
        _ = try training.interrupted(command, SIGKILL) { _ in !training.lines("killed/depth.jsonl").isEmpty }
        let checkpoint = training.folder.file("killed/checkpoint")
        try FileManager.default.removeItem(at: checkpoint)
        try FileManager.default.copyItem(at: training.folder.file("whole/checkpoint"), to: checkpoint)
        #expect(try training.train("depth", "killed", "--steps", "60").status == 0)
        for name in ["depth.state.safetensors", "checkpoint/depth.safetensors"] {
            let files = try ["whole", "killed"].map { try Data(contentsOf: training.folder.file("\($0)/\(name)")) }
            #expect(files[0] == files[1], "\(name)")
        }
        #expect(try training.losses("killed/depth.jsonl") == training.losses("whole/depth.jsonl"))
    }
}
