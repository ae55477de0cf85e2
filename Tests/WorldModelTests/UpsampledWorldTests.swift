import Camera
import Codecs
import Diffusion
import Foundation
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Memory
@testable import WorldModel

/// A checkpoint whose pictures are larger than what its encoder sees.
@Suite struct UpsampledWorldTests {
    private static func checkpoint(memory: Bool = true, estimates: Bool = true) -> Checkpoint {
        var configuration = RememberingModel.configuration(depth: 1)
        configuration.name = "large"
        (configuration.denoisingSteps, configuration.viewTrust) = (1, 0.5)
        if !memory { (configuration.transformer.camera, configuration.transformer.seesMemory) = (nil, nil) }
        let (c, t) = (configuration.compressor, configuration.transformer)
        var shape = UpsamplerConfiguration()
        (shape.widths, shape.blocks) = ([6, 4], [1, 0, 1])
        var depth = DepthConfiguration()
        (depth.width, depth.blocks) = (8, 1)
        return Checkpoint(
            configuration: configuration, actionSpace: .standard, compressor: VideoCompressor(c, seed: 1),
            transformer: DiT(t, seed: 2, zeroInitialized: false),
            depth: memory && estimates ? DepthEstimator(depth, seed: 3) : nil,
            upsampler: Upsampler(shape, codec: c, seed: 4))
    }

    private static func picture(_ width: Int, _ height: Int) -> Frame {
        Frame(width: width, height: height, pixels: (0..<width * height * 3).map { UInt8($0 * 7 % 251) })
    }

    private static func world(_ checkpoint: Checkpoint) throws -> LearnedWorld {
        var world = LearnedWorld(checkpoint: checkpoint, precision: .f32)
        let size = checkpoint.configuration.pictureSize
        _ = try world.reset(Start(seed: 5, history: [(picture(size.width, size.height), .none())]))
        return world
    }

    @Test(arguments: [true, false]) func itPlaysAtTheLargerSize(memory: Bool) throws {
        let checkpoint = Self.checkpoint(memory: memory)
        #expect(checkpoint.configuration.pictureSize == (64, 64))
        var world = try Self.world(checkpoint)
        for _ in 0..<3 {
            let frames = try world.hold(.none()).map(\.frame)
            #expect(frames.allSatisfy { ($0.width, $0.height) == (64, 64) } && frames.count == 2)
        }
        var fork = world
        #expect(try world.hold(.none()).map(\.frame) == fork.hold(.none()).map(\.frame))
    }

    @Test func allOfMemoryIsKeptAtTheLargerSize() throws {
        // An untrained estimator's edges would hide pixels from each other.
        var world = try Self.world(Self.checkpoint(estimates: false))
        world.trust = .memory
        #expect(try world.hold(.none()).map(\.frame) == [Self.picture(64, 64), Self.picture(64, 64)])
    }

    @Test func aPictureThatDoesNotFitIsRefused() throws {
        var world = LearnedWorld(checkpoint: Self.checkpoint())
        #expect {
            try world.reset(Start(seed: 5, history: [(Self.picture(48, 32), .none())]))
        } throws: { "\($0)".contains("multiples of 32") }
    }

    @Test func itIsStoredWithItsCheckpointAndGoesWithItsDecoder() throws {
        let folder = try TemporaryFolder()
        let checkpoint = Self.checkpoint()
        try checkpoint.write(to: folder.url, dtype: .f32)
        let read = try Checkpoint(contentsOf: folder.url)
        #expect(read.upsampler?.store.values[7] == checkpoint.upsampler?.store.values[7])
        var (a, b) = (try Self.world(checkpoint), try Self.world(read))
        #expect(try a.hold(.none()).map(\.frame) == b.hold(.none()).map(\.frame))
        #expect(read.replacing(depth: DepthEstimator(DepthConfiguration())).upsampler != nil)
        let other = read.replacing(compressor: VideoCompressor(read.configuration.compressor, seed: 9))
        #expect(other.upsampler == nil && other.configuration.pictureSize == (32, 32))
        #expect(read.withoutUpsampler.configuration.upsampler == nil)
        try FileManager.default.removeItem(at: folder.file("upsampler.safetensors"))
        #expect(throws: (any Error).self) { try Checkpoint(contentsOf: folder.url) }
    }

    @Test func anUpsamplerThatCannotBeIsRefused() throws {
        for change: (inout UpsamplerConfiguration) -> Void in [
            { $0.scale = 0 }, { $0.scale = 5 }, { $0.widths = [8] }, { $0.widths = [8, 7] },
            { $0.widths = [8, 1 << 40] },
            { $0.blocks = [1, 1] }, { $0.blocks = [1, -1, 1] },
        ] {
            var configuration = Self.checkpoint().configuration
            change(&configuration.upsampler!)
            #expect { try configuration.validate("config.json", .standard) } throws: {
                "\($0)".contains("config.json: 'upsampler.")
            }
        }
    }

    /// The encoder sees means of squares of pixels; what memory has seen is counted in its cells.
    @Test func theEncoderSeesMeans() {
        let checkpoint = Self.checkpoint()
        let large = LatentVideo(checkpoint, precision: .f32)
        let small = LatentVideo(checkpoint.withoutUpsampler, precision: .f32)
        #expect((large.scale, large.cell, small.scale, small.cell) == (2, 16, 1, 8))
        var picture = Frame(width: 64, height: 64)
        for i in picture.pixels.indices { picture.pixels[i] = UInt8(i / 3 % 64 / 2 * 3) }
        let mean = Frame(width: 32, height: 32, pixels: (0..<3072).map { UInt8($0 / 3 % 32 * 3) })
        let (a, b) = (large.encode([[picture, picture]]).array, small.encode([[mean, mean]]).array)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test func disparitiesKeepTheirEdges() {
        // Two surfaces: a slope and something near.
        let small: [Float] = [0.10, 0.11, 0.9, 0.10, 0.11, 0.9]
        let large = Disparity.enlarged(small, width: 3, height: 2, by: 2)
        #expect(large.count == 24)
        #expect(large[..<6].allSatisfy { (0.1...0.111).contains($0) || $0 == 0.9 })
        #expect(abs(large[1] - 0.1025) < 1e-6)
        #expect(Disparity.enlarged(small, width: 3, height: 2, by: 1) == small)
    }
}
