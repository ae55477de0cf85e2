import Camera
import Codecs
import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Memory
@testable import Training
@testable import WorldModel

@Suite struct TrustTests {
    private static func frame(_ value: UInt8) -> Frame {
        Frame(width: 32, height: 16, pixels: [UInt8](repeating: value, count: 32 * 16 * 3))
    }

    @Test func rulesAreReadAsTheyAreWritten() {
        for rule in [TrustRule.learned, .none, .memory, .oracle(tolerance: 30), .oracle(tolerance: 12)] {
            #expect(TrustRule(rule.name) == rule)
        }
        #expect(TrustRule("oracle") == .oracle(tolerance: 30))
        for text in ["", "oracle:", "oracle:-1", "oracle:nan", "oracle:256", "Memory"] {
            #expect(TrustRule(text) == nil)
        }
    }

    @Test func errorsAreThoseOfTheCell() {
        var other = Self.frame(100)
        for y in 8..<16 { for x in 16..<24 { for c in 0..<3 { other.pixels[(y * 32 + x) * 3 + c] = 140 } } }
        let errors = CellErrors.between(
            [Self.frame(100), Self.frame(100)], [Self.frame(100), other], cell: 8)
        #expect(errors.count == 8)
        #expect(abs(errors[6] - 40 / Float(2).squareRoot()) < 1e-3)
        #expect(errors.enumerated().allSatisfy { $0.offset == 6 || $0.element == 0 })
    }

    @Test func trustedCellsAreKeptToTheBit() {
        var seen = [UInt8](repeating: 2, count: 512)
        seen[0] = 0
        let view = MemoryView(frame: Self.frame(7), seen: seen, generation: [UInt8](repeating: 255, count: 512))
        let trusted = [true, false, false, false, false, false, false, false]
        let kept = KeptPicture(Self.frame(200), view: view, trusted: trusted, cell: 8)
        #expect(kept.frame.pixels[3] == 7 && kept.generation[1] == 255)
        // No picture shows the first pixel; the second cell is not trusted.
        #expect(kept.frame.pixels[0] == 200 && kept.generation[0] == 1)
        #expect(kept.frame.pixels[8 * 3] == 200 && kept.generation[8] == 1)
    }

    @Test func whatIsTaughtDependsOnTheTruth() {
        let errors = TrustErrors(
            memory: [10, 60, 60, 60, 60], trueMemory: [80, 10, 10, 80, 10], made: [90, 60, 20, 70, 0])
        func target(_ i: Int, seen: Float = 1) -> (Bool, Float) {
            let (keep, weight) = errors.target(i, seen: seen, tolerance: 30)
            return (keep, weight)
        }
        #expect((0..<4).map { target($0).0 } == [true, true, false, false])
        #expect((0..<4).map { target($0).1 } == [1, TrustErrors.doubtful, TrustErrors.doubtful, 1])
        #expect(target(4, seen: 0).1 == 0)
    }

    private static func checkpoint() -> Checkpoint {
        var configuration = RememberingModel.configuration()
        (configuration.denoisingSteps, configuration.renoises) = (2, true)
        let (c, t) = (configuration.compressor, configuration.transformer)
        var trust = TrustConfiguration()
        (trust.blocks, trust.width, trust.depth, trust.pass) = ([0, 1], 8, 1, 1)
        return Checkpoint(
            configuration: configuration, actionSpace: .standard, compressor: VideoCompressor(c, seed: 1),
            transformer: DiT(t, seed: 2), trust: TrustHead(trust, for: t, seed: 3))
    }

    private static func picture(_ n: Int) -> Frame {
        Frame(width: 32, height: 32, pixels: (0..<3072).map { UInt8(($0 * 7 + n * 13) % 251) })
    }

    private static func world(_ rule: TrustRule, _ checkpoint: Checkpoint) throws -> LearnedWorld {
        var world = LearnedWorld(checkpoint: checkpoint, precision: .f32)
        world.trust = rule
        _ = try world.reset(Start(seed: 5, width: 32, height: 32, history: [(picture(0), .none())]))
        return world
    }

    @Test func allOfMemoryIsKeptWhereARuleSaysSo() throws {
        let checkpoint = Self.checkpoint()
        var world = try Self.world(.memory, checkpoint)
        for _ in 0..<3 {
            #expect(try world.step([.none(), .none()]).map(\.frame) == [Self.picture(0), Self.picture(0)])
        }
        world = try Self.world(.none, checkpoint)
        #expect(try world.step([.none(), .none()])[0].frame != Self.picture(0))
    }

    @Test func anOracleKeepsWhatIsTrue() throws {
        var world = try Self.world(.oracle(tolerance: 5), Self.checkpoint())
        #expect(throws: WorldError.self) { try world.step([.none(), .none()]) }
        world.truth = [Self.picture(0), Self.picture(0)]
        #expect(try world.step([.none(), .none()]).map(\.frame) == world.truth)
        world.truth = [Self.frame(9), Self.frame(9)].map { Frame(width: 32, height: 32, pixels: $0.pixels + $0.pixels) }
        #expect(try world.step([.none(), .none()])[0].frame != Self.picture(0))
    }

    @Test func aHeadIsStoredWithItsCheckpointAndGoesWithItsTransformer() throws {
        let folder = try TemporaryFolder()
        let checkpoint = Self.checkpoint()
        try checkpoint.write(to: folder.url, dtype: .f32)
        let read = try Checkpoint(contentsOf: folder.url)
        #expect(read.trust?.configuration == checkpoint.trust?.configuration)
        var (a, b) = (try Self.world(.learned, checkpoint), try Self.world(.learned, read))
        #expect(try a.step([.none(), .none()]).map(\.frame) == b.step([.none(), .none()]).map(\.frame))
        #expect(read.replacing(transformer: DiT(read.configuration.transformer, seed: 9)).trust == nil)
        #expect(read.replacing(transformer: DiT(read.configuration.transformer, seed: 9)).configuration.trust == nil)
    }

    @Test func aHeadThatCannotBeIsRefused() throws {
        for (field, change) in [
            ("trust.blocks", { $0.blocks = [2] }), ("trust.blocks", { $0.blocks = [1, 0] }),
            ("trust.width", { $0.width = 7 }), ("trust.depth", { $0.depth = -1 }), ("trust.pass", { $0.pass = -1 }),
            ("trust.threshold", { $0.threshold = 1 }), ("trust.tolerance", { $0.tolerance = -1 }),
        ] as [(String, (inout TrustConfiguration) -> Void)] {
            var configuration = Self.checkpoint().configuration
            change(&configuration.trust!)
            #expect { try configuration.validate("config.json", .standard) } throws: { "\($0)".contains(field) }
        }
    }

    /// The truth is what memory shows but in the left half, where the picture changes: a head learns that from what is shown.
    @Test func aHeadLearnsWhatToKeep() throws {
        let (checkpoint, folder) = (Self.checkpoint(), try TemporaryFolder())
        let shape = checkpoint.trust!.configuration
        let frames = (0..<9).map { n in
            var frame = Self.picture(0)
            for y in 0..<32 { for i in 0..<48 { frame.pixels[y * 96 + i] = n % 2 == 0 ? 0 : 255 } }
            return frame
        }
        let collector = TrustCollector(checkpoint, shape: shape, precision: .f32)
        let examples = try collector.examples(
            frames, frames.map { _ in .none() }, pitch: 0, from: 1, steps: 4, rule: .oracle(tolerance: 30), seed: 1)
        #expect(examples.count == 4)
        let url = folder.url.appendingPathComponent("0.safetensors")
        try TrustSet.write(examples, origin: "here", to: url)
        #expect(TrustSet.holds(url, origin: "here") && !TrustSet.holds(url, origin: "there"))
        let set = try TrustSet([url], shape, of: checkpoint)
        let trainer = TrustTrainer(
            TrustHead(shape, for: checkpoint.configuration.transformer, seed: 1), on: set,
            schedule: Schedule(peak: 1e-2, steps: 60, warmup: 5), batch: 4, seed: 1)
        for _ in 0..<60 { _ = trainer.step() }
        let reading = TrustTrainer.reading(trainer.head, on: set)
        #expect(reading.share(keep: true, threshold: 0.5) > 0.9)
        #expect(reading.share(keep: false, threshold: 0.5) > 0.9)
        var other = shape
        other.blocks = [0]
        #expect(throws: FileError.self) { try TrustSet([url], other, of: checkpoint) }
    }
}
