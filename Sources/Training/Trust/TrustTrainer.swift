import Foundation
import Tensors
import WorldModel

/// Teaches a trust head by cross-entropy on the truth, a mean over cells; the transformer stays as it is. Half of each batch is of
/// steps in which a part of the world changes.
public final class TrustTrainer {
    public let head: TrustHead
    public let optimizer: Optimizer
    private let set: TrustSet
    var schedule: Schedule
    private let batch: Int
    private let seed: UInt64
    private let context: Context
    public var flops: Double { context.flops }

    public init(_ head: TrustHead, on set: TrustSet, schedule: Schedule, batch: Int, seed: UInt64) {
        (self.head, self.set, self.schedule, self.batch, self.seed) = (head, set, schedule, batch, seed)
        optimizer = Optimizer(head.store)
        context = Context(head.store, recording: true)
    }

    /// One step over examples drawn by the step's number; returns the cross-entropy in nats.
    public func step() -> Float {
        var random = PhiloxGenerator(seed: seed, stream: UInt64(optimizer.step))
        let drawn = (0..<batch).map { i in
            let places = i % 2 == 0 && !set.changed.isEmpty ? set.changed : set.places
            return places[Int(random.next() % UInt64(places.count))]
        }
        let (scores, cells) = Self.judged(drawn, of: set, by: head, context)
        let gradient = Tensor(scores.shape, pool: context.pool)
        let weight = max(1, cells.reduce(0) { $0 + $1.weight })
        for (i, cell) in cells.enumerated() {
            let probability = 1 / (1 + exp(-cell.logit))
            let slope = cell.weight * (probability - (cell.keep ? 1 : 0)) / weight
            (gradient.f32[2 * i], gradient.f32[2 * i + 1]) = (-slope, slope)
        }
        context.backward(scores, seed: gradient)
        optimizer.update(rate: schedule.rate(optimizer.step), context)
        return TrustReading(cells).loss
    }

    /// How `head` judges the examples of `set`, every `interval`th of them.
    public static func reading(_ head: TrustHead, on set: TrustSet, every interval: Int = 1) -> TrustReading {
        let context = Context(head.store)
        let places = stride(from: 0, to: set.places.count, by: interval).map { set.places[$0] }
        return TrustReading(places.flatMap { judged([$0], of: set, by: head, context).cells })
    }

    private static func judged(
        _ places: [TrustSet.Place], of set: TrustSet, by head: TrustHead, _ context: Context
    ) -> (scores: Tensor, cells: [TrustReading.Cell]) {
        let (s, width) = (set.shape, TrustConfiguration.inputs(latentChannels: set.shape.channels))
        let evidence = places.map { set.evidence($0, context) }
        let inputs = context.constant(evidence.flatMap { $0.cells() }, [places.count, s.rows, s.columns, width])
        let states = (0..<s.blocks).map { block in
            context.constant(evidence.flatMap { $0.states[block].array }, [places.count * s.tokens, s.width])
        }
        let scores = head(states, cells: inputs, context)
        let logits = TrustHead.logits(scores)
        var cells: [TrustReading.Cell] = []
        for (n, place) in places.enumerated() {
            let errors = set.errors(place)
            for i in 0..<s.cells {
                let (keep, weight) = errors.target(
                    i, seen: evidence[n].seen[2 * i + 1], tolerance: head.configuration.tolerance)
                cells.append(TrustReading.Cell(logit: logits[n * s.cells + i], keep: keep, weight: weight))
            }
        }
        return (scores, cells)
    }

    /// Writes the averaged weights into a head of its own.
    public func finished(for checkpoint: Checkpoint) -> TrustHead {
        let made = TrustHead(head.configuration, for: checkpoint.configuration.transformer, seed: nil)
        optimizer.writeAverage(to: made.store)
        return made
    }
}
