import Tensors
import WorldModel
import Worlds

/// Teaches a motion probe how near things are, on pictures whose depth is known, under colours of any tint, so that no colour
/// tells.
public final class ProbeTrainer {
    public let model: MotionProbe
    public let optimizer: Optimizer
    public let schedule: Schedule
    public let batch: Int
    private let context: Context
    private let seed: UInt64
    private let episodes: [ProbeEpisode]
    public var flops: Double { context.flops }

    public init(_ model: MotionProbe, on episodes: [ProbeEpisode], schedule: Schedule, batch: Int, seed: UInt64) {
        (self.model, self.episodes, self.schedule, self.batch) = (model, episodes, schedule, batch)
        self.seed = seed
        optimizer = Optimizer(model.store)
        context = Context(model.store, recording: true)
    }

    /// One step over pictures drawn by the step's number; returns the mean absolute error, 1 / metres.
    public func step() -> Float {
        var random = PhiloxGenerator(seed: seed, stream: UInt64(optimizer.step))
        var (frames, pitches, wanted): ([Frame], [Float], [[Float]]) = ([], [], [])
        for _ in 0..<batch {
            let episode = episodes[Int(random.next() % UInt64(episodes.count))]
            let picture = Int(random.next() % UInt64(episode.frames.count))
            var frame = episode.frames[picture]
            Tint(&random).apply(to: &frame)
            frames.append(frame)
            pitches.append(episode.poses[picture].pitch)
            wanted.append(episode.nearness(picture))
        }
        let output = model.nearness(frames, pitches: pitches, context)
        let gradient = Tensor(output.shape, pool: context.pool)
        let unit = 1 / Float(output.count)
        var sum: Float = 0
        for (k, picture) in wanted.enumerated() {
            for (place, near) in picture.enumerated() {
                let i = k * picture.count + MotionProbe.position(of: place)
                let d = output.f32[i] - near
                sum += abs(d)
                // Smooth within a hundredth of 1 / metre.
                gradient.f32[i] = max(-1, min(1, d / 0.01)) * unit
            }
        }
        context.backward(output, seed: gradient)
        optimizer.update(rate: schedule.rate(optimizer.step), context)
        return sum * unit
    }

    /// Writes the averaged weights into `model`, a probe of the same kind.
    public func finish(into model: MotionProbe) { optimizer.writeAverage(to: model.store) }
}
