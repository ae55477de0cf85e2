import Communication
import Memory
import Tensors
import WorldModel
import Worlds

/// Trains a depth estimator on pictures whose depth is known: absolute error of the disparity.
public final class DepthTrainer {
    /// A picture, the disparity of level ground where it was taken, and its true disparity.
    public struct Example: Sendable {
        public private(set) var frame: Frame
        public let ground: [Float]
        public let disparity: [UInt16]

        /// `depth` in metres along the viewing axis, infinite for the sky.
        public init(frame: Frame, ground: [Float], depth: [Float]) {
            (self.frame, self.ground) = (frame, ground)
            disparity = depth.map { Float16(1 / max(0.25, $0)).bitPattern }
        }

        init(frame: Frame, ground: [Float], disparity: [UInt16]) {
            (self.frame, self.ground, self.disparity) = (frame, ground, disparity)
        }

        /// The same with its picture as `video` gives it back.
        public func shown(through video: LatentVideo) -> Example {
            var result = self
            let group = [Frame](repeating: frame, count: video.compressor.configuration.temporalFactor)
            result.frame = video.decode(video.encode([group]))[0][0]
            return result
        }
    }

    public let model: DepthEstimator
    public let optimizer: Optimizer
    public internal(set) var schedule: Schedule
    public let batch: Int
    private let context: Context
    private let seed: UInt64
    public var flops: Double { context.flops }

    public init(
        _ model: DepthEstimator, schedule: Schedule, batch: Int, seed: UInt64,
        processes: any Communicator = SingleProcess()
    ) {
        (self.model, self.schedule, self.batch, self.seed) = (model, schedule, batch, seed)
        optimizer = Optimizer(model.store, processes: processes)
        context = Context(model.store, recording: true)
    }

    /// One step over examples drawn by the step's number; returns the mean absolute error, 1 / metres.
    public func step(_ examples: [Example]) -> Float {
        var random = PhiloxGenerator(seed: seed, stream: UInt64(optimizer.step))
        let range = optimizer.processes.share(of: batch)
        let drawn = Array((0..<batch).map { _ in examples[Int(random.next() % UInt64(examples.count))] }[range])
        let output = model(drawn.map(\.frame), grounds: drawn.map(\.ground), context)
        let gradient = Tensor(output.shape, pool: context.pool)
        DepthEstimator.cells(
            drawn.map { $0.disparity.map { Float(Float16(bitPattern: $0)) } }, width: drawn[0].frame.width, gradient.f32
        )
        var sum: Float = 0
        let unit = 1 / Float(output.count)
        for i in 0..<output.count {
            let d = output.f32[i] - gradient.f32[i]
            sum += abs(d)
            // Smooth within half a percent of 1 / metre.
            gradient.f32[i] = max(-1, min(1, d / 0.005)) * unit
        }
        context.backward(output, seed: gradient)
        optimizer.update(
            rate: schedule.rate(optimizer.step), share: Float(range.count) / Float(batch), context)
        return sum * unit
    }

    /// The averaged network.
    public func finished() -> DepthEstimator {
        let result = DepthEstimator(model.configuration)
        optimizer.writeAverage(to: result.store)
        return result
    }
}
