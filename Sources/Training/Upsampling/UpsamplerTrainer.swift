import Codecs
import Tensors
import WorldModel
import Worlds

/// Trains an upsampler for a compression network that stays as it is.
///
/// Of latents, at times noisy ones or those of its own output, it makes the large pictures of the same moment. In every fourth
/// step it is also asked that its pictures, encoded again, give the latents that they were made of (latent consistency, H3AE, Wu et
/// al. 2025), for a stream encodes what it shows.
public final class UpsamplerTrainer {
    public let model: Upsampler
    public let optimizer: Optimizer
    private let compressor: VideoCompressor
    var schedule: Schedule
    private let batch: Int
    private let seed: UInt64
    private let error = PictureError()
    /// Weight of latent consistency, in which latents have unit variance.
    private static let consistency: Float = 0.006
    /// Most noise on latents, as a share of their deviation.
    private static let noise: Float = 0.25
    private let deviation: Float
    /// The network as it is, and the upsampler without gradients.
    private let coding: Context
    private let plain: Context
    private let context: Context
    /// The encoder that consistency goes back through: a copy, so that its gradients are nobody's.
    private let encoder: VideoCompressor
    private let again: Context
    public var flops: Double { coding.flops + plain.flops + context.flops + again.flops }

    public init(
        _ model: Upsampler, of compressor: VideoCompressor, schedule: Schedule, batch: Int, seed: UInt64,
        precision: Context.Precision = .bf16
    ) {
        (self.model, self.compressor, self.schedule) = (model, compressor, schedule)
        (self.batch, self.seed) = (batch, seed)
        let deviations = compressor.configuration.latentDeviation
        deviation = deviations.reduce(0, +) / Float(max(1, deviations.count))
        optimizer = Optimizer(model.store)
        coding = Context(compressor.store, precision: precision)
        plain = Context(model.store, precision: precision)
        context = Context(model.store, precision: precision, recording: true)
        encoder = VideoCompressor(compressor.configuration, seed: nil)
        encoder.store.take(compressor.store)
        again = Context(encoder.store, precision: precision, recording: true)
    }

    /// One step over examples drawn from `pool` by the step's number; returns the loss without consistency.
    public func step(_ pool: [UpsamplerExample]) -> Float {
        var random = PhiloxGenerator(seed: seed, stream: UInt64(optimizer.step))
        let examples = (0..<batch).map { _ in pool[Int(random.next() % UInt64(pool.count))] }
        let target = LatentVideo.pictures(examples.map(\.large), context)
        let clean = compressor.encode(given(examples, target, &random), coding)
        var latents = clean
        if random.next() % 6 == 0 {
            latents = compressor.encode(reduced(model(compressor.decoded(clean, coding), plain), plain), coding)
        }
        if random.next() % 2 == 0 {
            let noise = coding.noise(clean.shape, seed: seed, stream: UInt64(optimizer.step) << 1 | 1)
            latents = coding.combined(1, latents, Self.noise * random.uniform() * deviation, noise)
        }
        let output = model(compressor.decoded(latents, coding), context)
        let (gradient, loss) = error(output, target, context)
        if random.next() % 4 == 0 { addConsistency(of: output, clean, to: gradient) }
        context.backward(output, seed: gradient)
        optimizer.update(rate: schedule.rate(optimizer.step), context)
        return loss
    }

    /// The averaged upsampler.
    public func finished() -> Upsampler {
        let result = Upsampler(model.configuration, codec: compressor.configuration, seed: nil)
        optimizer.writeAverage(to: result.store)
        return result
    }

    /// What the encoder sees: pictures that were small from the start, where there are any, or means of large ones, as in play.
    private func given(_ examples: [UpsamplerExample], _ large: Tensor, _ random: inout PhiloxGenerator) -> Tensor {
        let small = examples.compactMap(\.small)
        guard small.count == examples.count, random.next() % 2 == 0 else { return reduced(large, context) }
        return LatentVideo.pictures(small, coding)
    }

    private func reduced(_ x: Tensor, _ context: Context) -> Tensor {
        PictureScale.reduced(x, by: model.configuration.scale, limited: true, context)
    }

    /// Adds the gradient of the squared distance, in deviations, between the latents of `output` and those it should have.
    private func addConsistency(of output: Tensor, _ latents: Tensor, to gradient: Tensor) {
        let scale = model.configuration.scale
        let small = PictureScale.reduced(output, by: scale, again)
        let given = again.tensor(small.shape)
        given.f32.update(from: small.f32, count: small.count)
        let encoded = encoder.encode(given, again)
        let deviations = compressor.configuration.latentDeviation
        let pull = Tensor(encoded.shape, pool: again.pool)
        let factor = 2 * Self.consistency / Float(encoded.count)
        for i in 0..<encoded.count {
            let d = deviations[i % deviations.count]
            pull.f32[i] = factor * (encoded.f32[i] - latents.f32[i]) / (d * d)
        }
        again.backward(encoded, seed: pull)
        encoder.store.zeroGradients()
        guard let back = given.gradient else { return }
        PictureScale.addGradient(of: back, to: gradient, by: scale, again)
    }
}
