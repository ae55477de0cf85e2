import Codecs
import Communication
import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Training

/// Training by several processes, with threads in their place: the same batches, each process computing its share.
struct ProcessesTests {
    private static func set() -> LatentSet {
        var set = LatentSet(shape: [4, 6, 4], actionSize: 16)
        var random = PhiloxGenerator(seed: 3)
        set.episodes = (0..<3).map { _ in
            LatentSet.Episode(
                latents: (0..<8 * 96).map { _ in random.normal() }, actions: (0..<8 * 16).map { _ in random.uniform() },
                frames: 8, views: (0..<8 * 144).map { _ in random.uniform() })
        }
        return set
    }

    private static var configuration: DiTConfiguration {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads, c.contextFrames) = (4, 32, 2, 2, 3)
        c.seesMemory = true
        return c
    }

    private static var options: TransformerTrainer.Options {
        var options = TransformerTrainer.Options()
        (options.clips, options.frames, options.recycling, options.streamShare) = (6, 4, 0.5, 0.7)
        options.schedule = Schedule(peak: 1e-3, steps: 20, warmup: 2)
        return options
    }

    /// The losses of the whole batch and what the weights came to, of every process.
    private static func runs(
        _ size: Int, steps: Int = 8, _ make: @escaping @Sendable (any Communicator) -> any ClipTrainer
    ) throws -> [(losses: [Float], weights: [Float])] {
        try InMemoryCommunicator.run(size) { one in
            let trainer = make(one)
            let losses = (0..<steps).map { _ in
                let own = trainer.step(set())
                return one.sum([own * trainer.clock.share])[0]
            }
            return (losses, trainer.optimizer.average)
        }
    }

    /// ||a - b|| / ||b - c||.
    private static func distance(_ a: [Float], _ b: [Float], of c: [Float]) -> Float {
        func norm(_ x: [Float], _ y: [Float]) -> Float {
            zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
        return norm(a, b) / norm(b, c)
    }

    private static func agree(
        within bound: Float = 0.02, _ make: @escaping @Sendable (any Communicator) -> any ClipTrainer
    ) throws {
        let (whole, begin) = (try runs(1, make)[0], try runs(1, steps: 0, make)[0].weights)
        #expect(Set(whole.losses).count == 8)
        // Four leaves an uneven share.
        for size in [2, 3, 4] {
            let parts = try runs(size, make)
            for part in parts {
                for (found, expected) in zip(part.losses, whole.losses) {
                    #expect(abs(found - expected) < 1e-4 * expected, "\(size) processes")
                }
                // Not to rounding alone: where a gradient is nothing but rounding, AdamW makes whole steps of it.
                #expect(distance(part.weights, whole.weights, of: begin) < bound, "\(size) processes")
                #expect(part.weights == parts[0].weights)
            }
        }
    }

    @Test func transformersFollowOneProcess() throws {
        try Self.agree { one in
            TransformerTrainer(
                DiT(Self.configuration, seed: 5, zeroInitialized: false), options: Self.options, precision: .f32,
                processes: one)
        }
    }

    /// Its gradient is the difference of two networks that have hardly parted, so that more of it is rounding.
    @Test func distillationFollowsOneProcess() throws {
        try Self.agree(within: 0.15) { one in
            let teacher = DiT(Self.configuration, seed: 5, zeroInitialized: false)
            var options = Self.options
            options.scatters = true
            return MatchingTrainer(
                teacher.copy(), teacher: teacher, options: options, matching: .init(), precision: .f32, processes: one)
        }
    }

    @Test func noiseOfAPartIsThatOfTheWhole() {
        let context = Context(ParameterStore(), precision: .f32)
        // Parts that begin anywhere within the four numbers of a counter.
        for shape in [[5, 3, 1], [4, 3000, 3], [3, 1, 2]] {
            let whole = context.noise(shape, seed: 7, stream: 3).array
            let each = whole.count / shape[0]
            for part in [0..<1, 1..<3, 2..<shape[0]] {
                let made = context.noise(
                    [part.count] + shape.dropFirst(), part: part, of: shape[0], seed: 7, stream: 3)
                #expect(made.array == Array(whole[part.lowerBound * each..<part.upperBound * each]))
            }
        }
    }

    // MARK: Whole runs

    private static func train(_ part: TrainingPart, _ folder: URL, steps: Int, _ one: any Communicator) throws {
        let text = """
            name: tiny
            width: 32
            height: 32
            episodes: 3
            frames: 17
            stagedEpisodes: 1
            compressorWidth: 16
            compressorBatch: 3
            latentChannels: 8
            depthBatch: 4
            transformerWidth: 32
            transformerDepth: 1
            transformerHeads: 2
            muonRatio: 0
            clips: 3
            clipFrames: 4
            validationSteps: 4
            """
        var run = TrainingRun(part, in: folder.path)
        (run.processes, run.steps) = (one, steps)
        _ = try run.run(SettingsFile(text, file: "tiny.yaml", keys: TrainConfiguration.keys))
    }

    private static func losses(_ folder: URL, _ part: TrainingPart) throws -> [Double] {
        try String(contentsOf: folder.appendingPathComponent("\(part).jsonl"), encoding: .utf8).split(separator: "\n")
            .map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return (object?["loss"] as? NSNumber)?.doubleValue ?? -1
            }
    }

    @Test func runsFollowOneProcessAndGoOnWithAnotherNumber() throws {
        let temporary = try TemporaryFolder()
        let (alone, together) = (temporary.file("alone"), temporary.file("together"))
        for part in [TrainingPart.compressor, .decoder, .depth, .transformer] {
            for steps in [4, 7] {
                try Self.train(part, alone, steps: steps, SingleProcess())
                _ = try InMemoryCommunicator.run(steps == 4 ? 2 : 3) { one in
                    try Self.train(part, together, steps: steps, one)
                }
            }
            let (expected, found) = (try Self.losses(alone, part), try Self.losses(together, part))
            #expect(found.count == 7 && expected.count == 7)
            // bf16 products of other shapes.
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 0.02 * b, "\(part): \(found), \(expected)") }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: together.path)
        #expect(!names.contains { $0.hasPrefix(".") || $0.hasSuffix(".part") })
    }

    @Test func aFailureOfTheFirstEndsAll() throws {
        let temporary = try TemporaryFolder()
        let ends = try InMemoryCommunicator.run(2) { one in
            do {
                try Self.train(.transformer, temporary.file("nothing"), steps: 1, one)
                return ""
            } catch { return "\(type(of: error))" }
        }
        #expect(ends[1] == "FailedElsewhere" && ends[0] != "" && ends[0] != ends[1])
    }

    @Test func whatOneProcessMustDoIsRefused() throws {
        let temporary = try TemporaryFolder()
        _ = try InMemoryCommunicator.run(2) { one in
            let error = #expect(throws: FileError.self) {
                try Self.train(.upsampler, temporary.file("run"), steps: 1, one)
            }
            #expect(error?.description.contains("runs in one process") == true)
        }
    }
}
