import Codecs
import Communication
import Foundation
import Tensors
import WorldModel
import Worlds

/// Trains a compression network to give back its pictures: squared error, with a weak pull of the latents to zero.
public final class CompressorTrainer {
    public let model: VideoCompressor
    public let optimizer: Optimizer
    public internal(set) var schedule: Schedule
    public let batch: Int
    private let context: Context
    private let seed: UInt64
    private var losses = LateLoss()
    public var flops: Double { context.flops }

    public init(
        _ model: VideoCompressor, schedule: Schedule, batch: Int, seed: UInt64,
        processes: any Communicator = SingleProcess()
    ) {
        (self.model, self.schedule, self.batch, self.seed) = (model, schedule, batch, seed)
        optimizer = Optimizer(model.store, processes: processes)
        context = Context(model.store, recording: true)
    }

    /// One step over groups drawn from `pool` by the step's number; returns the mean squared error in [-1, 1] units,
    /// on a GPU that of the step before.
    public func step(_ pool: [[Frame]]) -> Float {
        var random = PhiloxGenerator(seed: seed, stream: UInt64(optimizer.step))
        let range = optimizer.processes.share(of: batch)
        let groups = (0..<batch).map { _ in pool[Int(random.next() % UInt64(pool.count))] }[range]
        let pictures = LatentVideo.pictures(Array(groups), context)
        let latents = model.encode(pictures, context)
        let output = model.decode(latents, context)
        let (gradient, loss) = context.weightedError(
            output, pictures, weights: [Float](repeating: 1, count: range.count))
        let pull = context.combined(2e-4 / Float(latents.count), latents, 0, latents)
        context.backward([(output, gradient), (latents, pull)])
        optimizer.update(
            rate: schedule.rate(optimizer.step), share: Float(range.count) / Float(batch), context)
        return losses.shown(loss, context)
    }

    /// The averaged network with the latents' statistics over `pool` in its configuration.
    public func finished(_ pool: [[Frame]]) -> VideoCompressor {
        let plain = VideoCompressor(model.configuration)
        plain.store.device = model.store.device
        optimizer.writeAverage(to: plain.store)
        let context = Context(plain.store)
        let channels = model.configuration.latentChannels
        var sum = [Double](repeating: 0, count: channels)
        var squares = sum
        var count = 0.0
        for start in stride(from: 0, to: min(pool.count, 512), by: 32) {
            let z = plain.encode(
                LatentVideo.pictures(Array(pool[start..<min(pool.count, start + 32)]), context), context)
            for i in 0..<z.count {
                let v = Double(z.f32[i])
                sum[i % channels] += v
                squares[i % channels] += v * v
            }
            count += Double(z.count / channels)
        }
        var configuration = model.configuration
        configuration.latentMean = sum.map { Float($0 / count) }
        configuration.latentDeviation = zip(sum, squares).map { s, q in
            Float(max(1e-8, q / count - (s / count) * (s / count)).squareRoot())
        }
        let result = VideoCompressor(configuration)
        optimizer.writeAverage(to: result.store)
        return result
    }
}
