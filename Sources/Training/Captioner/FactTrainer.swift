import Foundation
import Tensors
import Text
import WorldModel
import Worlds

/// Teaches a fact probe by the truth of the simulator: cross-entropy of kinds, colours and motion where things are, of their middles
/// everywhere, and of place and light over the whole picture.
public final class FactTrainer {
    public let model: FactProbe
    public let optimizer: Optimizer
    public let schedule: Schedule
    public let batch: Int
    private let context: Context
    private let seed: UInt64
    private let examples: [FactExample]
    public var flops: Double { context.flops }

    /// What a middle weighs, a cell without a thing, and place or time of a whole picture.
    private static let (middle, nothing, whole): (Float, Float, Float) = (6, 0.2, 24)

    public init(_ model: FactProbe, on examples: [FactExample], schedule: Schedule, batch: Int, seed: UInt64) {
        (self.model, self.examples, self.schedule, self.batch) = (model, examples, schedule, batch)
        self.seed = seed
        optimizer = Optimizer(model.store)
        context = Context(model.store, recording: true)
    }

    /// One step over pictures drawn by the step's number; returns the mean loss of a cell.
    public func step() -> Float {
        var random = PhiloxGenerator(seed: seed, stream: UInt64(optimizer.step))
        let drawn = (0..<batch).map { _ in examples[Int(random.next() % UInt64(examples.count))] }
        let mirrored = drawn.map { _ in random.next() % 2 == 0 }
        let output = model(
            zip(drawn, mirrored).map { example, isMirrored in
                isMirrored ? (example.before.mirrored, example.now.mirrored) : (example.before, example.now)
            }, context)
        let gradient = Tensor(output.shape, pool: context.pool)
        let count = output.count / batch
        var loss: Float = 0
        for (n, example) in drawn.enumerated() {
            loss += Self.gradient(
                example.cells, isMirrored: mirrored[n], output.f32 + n * count, into: gradient.f32 + n * count)
        }
        let unit = 1 / Float(batch * FactProbe.grid.h * FactProbe.grid.w)
        for i in 0..<gradient.count { gradient.f32[i] *= unit }
        context.backward(output, seed: gradient)
        optimizer.update(rate: schedule.rate(optimizer.step), context)
        return loss * unit
    }

    /// Writes the averaged weights into `model`, a probe of the same kind.
    public func finish(into model: FactProbe) { optimizer.writeAverage(to: model.store) }

    private static func gradient(
        _ cells: FactCells, isMirrored: Bool, _ output: UnsafeMutablePointer<Float>,
        into gradient: UnsafeMutablePointer<Float>
    ) -> Float {
        typealias Channel = FactProbe.Channel
        let (h, w) = FactProbe.grid
        for i in 0..<h * w * Channel.count { gradient[i] = 0 }
        let middles = Set(cells.middles)
        var loss: Float = 0
        for i in 0..<h * w {
            let source = isMirrored ? i / w * w + w - 1 - i % w : i
            let (x, g) = (output + i * Channel.count, gradient + i * Channel.count)
            let isMiddle = middles.contains(source)
            loss += logistic(x, g, Channel.middle, isMiddle, weight: isMiddle ? middle : 1)
            let kind = Int(cells.kinds[source])
            loss += softmax(x, g, Channel.kinds, kind, weight: kind == 0 ? nothing : 1)
            guard kind > 0 else { continue }
            loss += logistic(x, g, Channel.moves, cells.moves[source], weight: 1)
            let colour = Int(cells.colours[source])
            if colour < FactLexicon.colours.count { loss += softmax(x, g, Channel.colours, colour, weight: 1) }
        }
        for (channels, wanted) in [(Channel.places, cells.place), (Channel.times, cells.time)] {
            guard let wanted else { continue }
            let shares = PictureFacts.shares(output, channels)
            loss -= whole * log(max(1e-6, shares[wanted]))
            for i in 0..<h * w {
                for (k, c) in channels.enumerated() {
                    gradient[i * Channel.count + c] = (shares[k] - (k == wanted ? 1 : 0)) * whole / Float(h * w)
                }
            }
        }
        return loss
    }

    private static func logistic(
        _ x: UnsafeMutablePointer<Float>, _ g: UnsafeMutablePointer<Float>, _ channel: Int, _ wanted: Bool,
        weight: Float
    ) -> Float {
        let p = 1 / (1 + exp(-x[channel]))
        g[channel] = (p - (wanted ? 1 : 0)) * weight
        return -weight * log(max(1e-6, wanted ? p : 1 - p))
    }

    private static func softmax(
        _ x: UnsafeMutablePointer<Float>, _ g: UnsafeMutablePointer<Float>, _ channels: Range<Int>, _ wanted: Int,
        weight: Float
    ) -> Float {
        let most = channels.reduce(-Float.infinity) { max($0, x[$1]) }
        let all = channels.reduce(0) { $0 + exp(x[$1] - most) }
        for (k, c) in channels.enumerated() { g[c] = (exp(x[c] - most) / all - (k == wanted ? 1 : 0)) * weight }
        return -weight * log(max(1e-6, exp(x[channels.lowerBound + wanted] - most) / all))
    }
}

extension Frame {
    /// Left and right exchanged.
    fileprivate var mirrored: Frame {
        var result = self
        for y in 0..<height {
            for x in 0..<width {
                let (from, to) = ((y * width + width - 1 - x) * 3, (y * width + x) * 3)
                for c in 0..<3 { result.pixels[to + c] = pixels[from + c] }
            }
        }
        return result
    }
}
