import Codecs
import Diffusion
import Foundation
import Tensors
import Testing
import Worlds

@testable import WorldModel

struct CheckpointTests {
    static func tiny() -> Checkpoint {
        var configuration = CheckpointConfiguration()
        (configuration.name, configuration.width, configuration.height) = ("tiny", 48, 32)
        (configuration.compressor.width, configuration.compressor.latentChannels) = (16, 4)
        configuration.compressor.latentMean = [0, 0, 0, 0]
        configuration.compressor.latentDeviation = [1, 1, 1, 1]
        configuration.transformer.latentChannels = 4
        (configuration.transformer.width, configuration.transformer.depth, configuration.transformer.heads) = (32, 2, 2)
        configuration.transformer.contextFrames = 3
        return Checkpoint(
            configuration: configuration, actionSpace: .standard,
            compressor: VideoCompressor(configuration.compressor, seed: 1),
            transformer: DiT(configuration.transformer, seed: 2, zeroInitialized: false))
    }

    static func written() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try tiny().write(to: folder, dtype: .f32)
        return folder
    }

    @Test func streamingIsAValueAndRepeats() throws {
        let folder = try Self.written()
        defer { try? FileManager.default.removeItem(at: folder) }
        var world = LearnedWorld(checkpoint: try Checkpoint(contentsOf: folder))
        var picture = Frame(width: 48, height: 32)
        for i in picture.pixels.indices { picture.pixels[i] = UInt8(i % 251) }
        _ = try world.reset(Start(seed: 4, history: [(frame: picture, action: .none())]))
        // More frames than the context holds, so that the ring comes round.
        for _ in 0..<5 { _ = try world.hold(.none()) }
        var fork = world
        let a = try (0..<3).flatMap { _ in try world.hold(.none()).map(\.frame) }
        let b = try (0..<3).flatMap { _ in try fork.hold(.none()).map(\.frame) }
        #expect(a == b)
        #expect(a[0] != a[5])
    }

    @Test func brokenCheckpointsGetOneSentence() throws {
        let folder = try Self.written()
        defer { try? FileManager.default.removeItem(at: folder) }
        let config = folder.appendingPathComponent("config.json")
        let weights = folder.appendingPathComponent("transformer.safetensors")
        let (goodConfig, goodWeights) = (try Data(contentsOf: config), try Data(contentsOf: weights))
        func refused() -> Bool {
            do {
                _ = try Checkpoint(contentsOf: folder)
                return false
            } catch { return "\(error)".contains(folder.lastPathComponent) }
        }
        #expect(!refused())
        try goodWeights.prefix(goodWeights.count / 2).write(to: weights)
        #expect(refused())
        try Data(goodWeights.prefix(4)).write(to: weights)
        #expect(refused())
        try goodWeights.write(to: weights)
        for (from, to) in [
            ("\"depth\" : 2", "\"depth\" : 3"), ("\"depth\" : 2", "\"depth\" : 1"),
            ("\"width\" : 32", "\"width\" : 64"),
            ("\"heads\" : 2", "\"heads\" : 0"), ("\"depth\" : 2", "\"depth\" : 2000000000"), ("\"format\"", "\"x\""),
            ("{", "["),
        ] {
            let text = String(decoding: goodConfig, as: UTF8.self).replacingOccurrences(of: from, with: to)
            #expect(text != String(decoding: goodConfig, as: UTF8.self))
            try Data(text.utf8).write(to: config)
            #expect(refused(), "\(to)")
        }
        try FileManager.default.removeItem(at: config)
        #expect(refused())
    }

    /// A part that is trained on leaves what the folder says of the others.
    @Test func exchangingAPartKeepsTheRest() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = Self.tiny()
        try first.write(to: folder, dtype: .f32, training: ["steps": "7"])
        let other = DiT(first.configuration.transformer, seed: 9, zeroInitialized: false)
        try first.replacing(transformer: other).write(to: folder, dtype: .f32)
        let notes = try Data(contentsOf: folder.appendingPathComponent("training.json"))
        #expect(String(decoding: notes, as: UTF8.self).contains("\"7\""))
        let back = try Checkpoint(contentsOf: folder)
        #expect(back.transformer.store.values[40] == other.store.values[40])
        #expect(back.compressor.store.values[40] == first.compressor.store.values[40])
    }
}
