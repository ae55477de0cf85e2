import Codecs
import Diffusion
import Tensors
import WorldModel
import Worlds

@testable import Generation

/// A generator that is small enough for tests: clips of four latent frames, pictures of 32 x 32.
enum TinyGenerator {
    static let checkpoint: Checkpoint = {
        var c = CheckpointConfiguration()
        (c.name, c.width, c.height) = ("tiny", 32, 32)
        (c.compressor.width, c.compressor.latentChannels) = (16, 4)
        c.compressor.latentMean = [0, 0, 0, 0]
        c.compressor.latentDeviation = [1, 1, 1, 1]
        c.transformer.latentChannels = 4
        (c.transformer.width, c.transformer.depth, c.transformer.heads) = (32, 2, 2)
        c.transformer.contextFrames = 3
        let transformer = DiT(c.transformer, seed: 2, zeroInitialized: false)
        // adaLN-Zero begins with closed gates.
        var random = PhiloxGenerator(seed: 9)
        for i in 0..<transformer.store.count { transformer.store.values[i] += 0.05 * random.normal() }
        transformer.store.changed()
        return Checkpoint(
            configuration: c, actionSpace: .standard, compressor: VideoCompressor(c.compressor, seed: 1),
            transformer: transformer)
    }()

    static func make(seed: UInt64 = 5) -> ClipGenerator {
        ClipGenerator(checkpoint, size: (32, 32), steps: 2, seed: seed, precision: .bf16)
    }

    static func none(_ count: Int) -> [Action] { [Action](repeating: .none(), count: count) }

    /// Pictures that all differ.
    static func frames(_ count: Int, seed: UInt64 = 1) -> [Frame] {
        var random = PhiloxGenerator(seed: seed)
        return (0..<count).map { _ in
            Frame(width: 32, height: 32, pixels: (0..<32 * 32 * 3).map { _ in UInt8(random.next() % 256) })
        }
    }

    static func pictures(_ plan: GenerationPlan) throws -> [Frame] {
        var frames: [Frame] = []
        let isWhole = try plan.run(make()) { frames.append($0) }
        precondition(isWhole)
        return frames
    }
}
