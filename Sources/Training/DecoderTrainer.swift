import Codecs
import Communication
import Foundation
import Tensors
import WorldModel
import Worlds

/// Trains a compression network's decoder alone: what latents mean stays the same, so that a transformer trained on them
/// stays good.
///
/// A stream encodes its own pictures again and again, carries them to other cameras, and gets latents that are not quite
/// right, so the decoder learns to take that back: of noisy latents of worn pictures it makes the true ones, and so it
/// does of its own output, coded once more. That second error goes back through the encoder.
public final class DecoderTrainer {
    public let model: VideoCompressor
    public let optimizer: Optimizer
    public internal(set) var schedule: Schedule
    public let batch: Int
    private let seed: UInt64
    /// Most noise on latents, as a share of their deviation.
    private static let noise: Float = 0.25
    private let deviation: Float
    /// The network as it is, without gradients.
    private let plain: Context
    private let first: Context
    private let second: Context
    /// The encoder that the second error goes back through: a copy, so that its gradients are nobody's.
    private let encoder: VideoCompressor
    private let again: Context
    private var losses = LateLoss()
    public var flops: Double { plain.flops + first.flops + second.flops + again.flops }

    public init(
        _ model: VideoCompressor, schedule: Schedule, batch: Int, seed: UInt64,
        processes: any Communicator = SingleProcess()
    ) {
        (self.model, self.schedule, self.batch, self.seed) = (model, schedule, batch, seed)
        let deviations = model.configuration.latentDeviation
        deviation = deviations.reduce(0, +) / Float(max(1, deviations.count))
        optimizer = Optimizer(model.store, processes: processes)
        // The encoder, which gets no gradients, stays as it is where nothing decays.
        optimizer.weightDecay = 0
        plain = Context(model.store)
        first = Context(model.store, recording: true)
        second = Context(model.store, recording: true)
        encoder = VideoCompressor(model.configuration, seed: nil)
        encoder.store.take(model.store)
        again = Context(encoder.store, recording: true)
    }

    /// One step over groups drawn from `pool` by the step's number; returns the mean of both squared errors in [-1, 1]
    /// units, on a GPU that of the step before.
    public func step(_ pool: [[Frame]]) -> Float {
        var random = PhiloxGenerator(seed: seed, stream: UInt64(optimizer.step))
        let range = optimizer.processes.share(of: batch)
        let groups = (0..<batch).map { _ in pool[Int(random.next() % UInt64(pool.count))] }[range]
        let pictures = LatentVideo.pictures(Array(groups), first)
        let latents = model.encode(worn(pictures, &random), plain)
        if random.next() % 2 == 0 {
            let noise = plain.noise(
                latents.shape, part: range, of: batch, seed: seed, stream: UInt64(optimizer.step) << 1 | 1)
            plain.add(Self.noise * random.uniform() * deviation, noise, into: latents)
        }
        let output = model.decode(latents, first)
        let once = first.weightedError(output, pictures, weights: [Float](repeating: 1, count: range.count))
        let recoded = model.decode(encoder.encode(output, again), second)
        let twice = second.weightedError(recoded, pictures, weights: [Float](repeating: 1, count: range.count))
        second.backward(recoded, seed: twice.gradient)
        again.backward([])
        first.backward(output, seed: once.gradient)
        optimizer.update(
            rate: schedule.rate(optimizer.step), share: Float(range.count) / Float(batch), first)
        return losses.shown({ (once.loss() + twice.loss()) / 2 }, first)
    }

    /// The network with the averaged decoder.
    public func finished() -> VideoCompressor {
        let result = VideoCompressor(model.configuration, seed: nil)
        optimizer.writeAverage(to: result.store)
        return result
    }

    /// Pictures as a stream would have worn them: coded and decoded some times, each time aligned with the network's grid
    /// or moved against it and back, by whole pixels or by parts of them, which blurs.
    private func worn(_ pictures: Tensor, _ random: inout PhiloxGenerator) -> Tensor {
        var given = pictures
        for _ in 0..<[0, 0, 1, 2, 5][Int(random.next() % 5)] {
            var way: (right: Float, down: Float) = (0, 0)
            let kind = random.next() % 4
            if kind > 1 { way = (random.uniform() * 8, random.uniform() * 8) }
            if kind > 2 { way = (way.right.rounded(.down), way.down.rounded(.down)) }
            let coded = model.decode(model.encode(Self.moved(given, way.right, way.down, plain), plain), plain)
            given = Self.moved(coded, -way.right, -way.down, plain)
        }
        return given
    }

    /// Pictures [groups, pictures, H, W, 3], within [-1, 1], moved over their own edges; between pixels bilinearly.
    private static func moved(_ x: Tensor, _ right: Float, _ down: Float, _ context: Context) -> Tensor {
        let (h, w) = (x.shape[2], x.shape[3])
        let y = Tensor(x.shape, pool: context.pool)
        let (from, to) = (x.f32, y.f32)
        func taps(_ way: Float, _ size: Int) -> (near: [Int], far: [Int], share: Float) {
            let whole = Int(way.rounded(.down))
            let near = (0..<size).map { (($0 - whole) % size + size) % size }
            return (near, near.map { ($0 + size - 1) % size }, way - Float(whole))
        }
        let (columns, rows) = (taps(right, w), taps(down, h))
        context.workers.run(x.shape[0] * x.shape[1]) { picture in
            let from = from + picture * h * w * 3
            for row in 0..<h {
                let (a, b) = (from + rows.near[row] * w * 3, from + rows.far[row] * w * 3)
                let target = to + (picture * h + row) * w * 3
                for column in 0..<w {
                    let (p, q) = (columns.near[column] * 3, columns.far[column] * 3)
                    for c in 0..<3 {
                        let near = a[p + c] + columns.share * (a[q + c] - a[p + c])
                        let far = b[p + c] + columns.share * (b[q + c] - b[p + c])
                        target[column * 3 + c] = max(-1, min(1, near + rows.share * (far - near)))
                    }
                }
            }
        }
        return y
    }
}
