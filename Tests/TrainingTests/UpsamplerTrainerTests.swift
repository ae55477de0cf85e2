import Codecs
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Training

struct UpsamplerTrainerTests {
    private static let codec: CompressorConfiguration = {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels, c.encoderBlocks, c.decoderBlocks) = (8, 4, 1, 1)
        (c.latentMean, c.latentDeviation) = ([0, 0, 0, 0], [1, 1, 1, 1])
        return c
    }()

    /// Pictures of bars, 32 x 32.
    private static let pool: [UpsamplerExample] = (0..<6).map { n in
        var frame = Frame(width: 32, height: 32)
        for i in frame.pixels.indices { frame.pixels[i] = (i / 3 % 32 + n) % 8 < 4 ? 220 : 30 }
        return UpsamplerExample(
            large: [frame, frame], small: n < 3 ? nil : [frame, frame].map { $0.resampled(to: (16, 16)) })
    }

    private static func trainer() -> UpsamplerTrainer {
        var shape = UpsamplerConfiguration()
        (shape.widths, shape.blocks) = ([8, 8], [0, 1, 1])
        return UpsamplerTrainer(
            Upsampler(shape, codec: codec, seed: 2), of: VideoCompressor(codec, seed: 1),
            schedule: Schedule(peak: 3e-3, steps: 60, warmup: 1), batch: 2, seed: 3, precision: .f32)
    }

    @Test func itLearnsAndLeavesTheCompressorAsItIs() {
        let trainer = Self.trainer()
        let losses = (0..<60).map { _ in trainer.step(Self.pool) }
        let isFinite = losses.allSatisfy { $0.isFinite }
        #expect(isFinite)
        #expect(losses.suffix(10).reduce(0, +) < 0.6 * losses.prefix(10).reduce(0, +))
    }

    /// What a training that is stopped and goes on would make.
    @Test func theSameStepsGiveTheSameLosses() {
        let (a, b) = (Self.trainer(), Self.trainer())
        #expect((0..<6).map { _ in a.step(Self.pool) } == (0..<6).map { _ in b.step(Self.pool) })
    }

    @Test func theErrorHasItsGradient() {
        let context = Context(ParameterStore(), precision: .f32)
        var random = PhiloxGenerator(seed: 7)
        let shape = [1, 2, 4, 5, 3]
        let (values, target) = (
            (0..<120).map { _ in 0.3 * random.normal() },
            context.constant((0..<120).map { _ in 0.3 * random.normal() }, shape)
        )
        let error = PictureError(edges: 0.5)
        let (gradient, loss) = error(context.constant(values, shape), target, context)
        #expect(loss > 0)
        let check = GradientCheck("error", values: values, gradient: gradient.array, seed: 8) {
            Double(error(context.constant($0, shape), target, context).loss)
        }
        #expect(check.error < 0.05)
        #expect(error(target, target, context).loss < 0.02)
    }
}
