import Diffusion
import Tensors
import Testing
import Worlds

@testable import WorldModel

/// A checkpoint that begins a larger model.
struct CheckpointGrowthTests {
    /// adaLN-Zero begins with closed gates: these are open.
    private func model() -> Checkpoint {
        let checkpoint = CheckpointTests.tiny()
        var random = PhiloxGenerator(seed: 9)
        let store = checkpoint.transformer.store
        for i in 0..<store.count { store.values[i] += 0.05 * random.normal() }
        store.changed()
        return checkpoint
    }

    private func frames(_ checkpoint: Checkpoint, width: Int, height: Int) throws -> [Frame] {
        var world = LearnedWorld(checkpoint: checkpoint, precision: .f32)
        var picture = Frame(width: width, height: height)
        for i in picture.pixels.indices { picture.pixels[i] = UInt8(i % 251) }
        _ = try world.reset(Start(seed: 4, history: [(frame: picture, action: .none())]))
        return try (0..<4).flatMap { _ in try world.hold(.none()).map(\.frame) }
    }

    @Test func aDeeperOneStreamsTheSamePictures() throws {
        let small = model()
        var target = small.configuration
        (target.name, target.width, target.height, target.transformer.depth) = ("base", 80, 64, 6)
        let base = small.grown(to: target)
        #expect(base.configuration.name == "base" && base.transformer.configuration.depth == 6)
        #expect(base.configuration.growth(from: small.configuration) == "2 to 6 blocks, pictures of 48 x 32 to 80 x 64")
        try base.configuration.validate("config.json", .standard)
        for (width, height) in [(48, 32), (80, 64)] {
            #expect(
                try frames(base, width: width, height: height) == frames(small, width: width, height: height))
        }
    }

    @Test func largerPicturesAloneKeepAllElse() throws {
        let small = model()
        var target = small.configuration
        (target.width, target.height, target.transformer.contextFrames) = (64, 48, 5)
        let large = small.grown(to: target)
        #expect(large.configuration == target)
        #expect(large.transformer.configuration.contextFrames == 5)
    }
}
