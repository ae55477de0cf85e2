import Foundation
import Tensors
import WorldModel

/// Trains a refiner: near the true pictures where memory knows the place, real to a discriminator where it does not.
///
/// Hinge losses (Lim and Ye 2017) over cells weighted by how little memory knows of them. The discriminator is held
/// smooth by the approximated R1 penalty, the squared change of its scores under a little noise (Lin et al. 2025, "Diffusion
/// adversarial post-training", section 3.3). The generator's two gradients are balanced by their sizes (Esser et al. 2021, VQGAN, eq. 7).
public final class RefinerTrainer {
    public struct Options: Sendable {
        public var batch = 8
        public var schedule = Schedule(peak: 2e-4, steps: 2000)
        /// Size of the adversarial gradient, as a multiple of that of the error.
        public var adversarial: Float = 1
        /// Weight of the error where memory knows nothing; 1 where it knows all.
        public var newWeight: Float = 0.3
        /// The discriminator's rate, as a multiple of the refiner's.
        public var judgeRate: Float = 2
        public var noise: Float = 0.03
        public var penalty: Float = 10
        public var seed: UInt64 = 4
        public init() {}
    }

    public let model: Refiner
    public let optimizer: Optimizer
    public let judge: Optimizer
    public let options: Options
    private let discriminator: Discriminator
    private let context: Context
    private let judging: Context
    public var flops: Double { context.flops + judging.flops }
    /// Mean scores of real and made pictures in the last step.
    public private(set) var scores: (real: Float, made: Float) = (0, 0)

    public init(_ model: Refiner, options: Options) {
        (self.model, self.options) = (model, options)
        discriminator = Discriminator(pictures: model.compressor.temporalFactor, seed: options.seed)
        optimizer = Optimizer(model.store)
        judge = Optimizer(discriminator.store)
        judge.momentum = 0.5
        optimizer.momentum = 0.5
        context = Context(model.store, recording: true)
        judging = Context(discriminator.store, recording: true)
    }

    /// One step over examples drawn by the step's number; returns the mean absolute error, weighted.
    public func step(_ set: RefinerSet) -> Float {
        var random = PhiloxGenerator(seed: options.seed, stream: UInt64(optimizer.step))
        let drawn = (0..<options.batch).map { _ in set.examples[Int(random.next() % UInt64(set.count))] }
        let (h, w, c) = (set.shape[0], set.shape[1], set.shape[2])
        let predicted = gathered(drawn.map(\.predicted), [drawn.count, h, w, c])
        let views = gathered(drawn.map(\.view), [drawn.count, h, w, c + 2])
        let truth = LatentVideo.pictures(drawn.map(\.frames), context)
        // How little memory knows of each cell.
        let hidden = (0..<drawn.count * h * w).map { 1 - views.f32[$0 * (c + 2) + c + 1] }
        let made = model(predicted, views: views, context)
        let rate = options.schedule.rate(optimizer.step)
        judgeStep(truth, made, hidden, rate)
        let (gradient, loss) = error(made, truth, hidden, rows: h, columns: w)
        add(adversarial(made, hidden), to: gradient, hidden, rows: h, columns: w)
        context.backward(made, seed: gradient)
        optimizer.update(rate: rate, workers: context.workers)
        return loss
    }

    /// The averaged network.
    public func finished() -> Refiner {
        let result = Refiner(model.configuration, model.compressor)
        optimizer.writeAverage(to: result.store)
        return result
    }

    private func gathered(_ parts: [[Float]], _ shape: [Int]) -> Tensor {
        context.constant(parts.flatMap { $0 }, shape)
    }

    /// The discriminator learns from real pictures, made ones, and real ones under noise.
    private func judgeStep(_ real: Tensor, _ made: Tensor, _ hidden: [Float], _ rate: Float) {
        let n = real.shape[0]
        let all = Tensor([3 * n] + real.shape.dropFirst(), pool: judging.pool)
        let size = real.count
        let e = judging.noise(real.shape, seed: options.seed &+ 1, stream: UInt64(optimizer.step))
        all.f32.update(from: real.f32, count: size)
        (all.f32 + size).update(from: made.f32, count: size)
        for i in 0..<size { all.f32[2 * size + i] = real.f32[i] + options.noise * e.f32[i] }
        let y = discriminator(all, judging)
        let gradient = Tensor(y.shape, pool: judging.pool)
        gradient.zero()
        let cells = hidden.count
        let unit = 1 / max(1e-3, hidden.reduce(0, +))
        scores = (0, 0)
        for i in 0..<cells {
            let weight = hidden[i] * unit
            let (a, b, d) = (score(y, i), score(y, cells + i), score(y, 2 * cells + i))
            scores.real += weight * a
            scores.made += weight * b
            let change = options.penalty * 2 * (a - d) / Float(cells)
            spread((a < 1 ? -weight : 0) + change, gradient, i)
            spread(b > -1 ? weight : 0, gradient, cells + i)
            spread(-change, gradient, 2 * cells + i)
        }
        judging.backward(y, seed: gradient)
        judge.update(rate: options.judgeRate * rate, workers: judging.workers)
    }

    private func score(_ y: Tensor, _ cell: Int) -> Float { y.f32[2 * cell] + y.f32[2 * cell + 1] }

    private func spread(_ g: Float, _ gradient: Tensor, _ cell: Int) {
        (gradient.f32[2 * cell], gradient.f32[2 * cell + 1]) = (g, g)
    }

    /// The gradient of the made pictures' scores, to be raised, with respect to the pictures.
    private func adversarial(_ made: Tensor, _ hidden: [Float]) -> Tensor {
        let x = judging.tensor(made.shape)
        x.f32.update(from: made.f32, count: made.count)
        let y = discriminator(x, judging)
        let gradient = Tensor(y.shape, pool: judging.pool)
        let unit = 1 / max(1e-3, hidden.reduce(0, +))
        for i in hidden.indices { spread(-hidden[i] * unit, gradient, i) }
        judging.backward(y, seed: gradient)
        discriminator.store.zeroGradients()
        return judging.takeGradient(of: x)!
    }

    /// Absolute error, smooth within 0.02, and its gradient.
    private func error(
        _ made: Tensor, _ truth: Tensor, _ hidden: [Float], rows: Int, columns: Int
    ) -> (gradient: Tensor, loss: Float) {
        let gradient = Tensor(made.shape, pool: context.pool)
        var sum = 0.0
        let unit = 1 / Float(made.count)
        cells(made.shape, rows: rows, columns: columns) { cell, run in
            let weight = 1 + (options.newWeight - 1) * hidden[cell]
            for i in run {
                let d = made.f32[i] - truth.f32[i]
                let size = (d * d + 4e-4).squareRoot()
                sum += Double(weight * abs(d))
                gradient.f32[i] = weight * d / size * unit
            }
        }
        return (gradient, Float(sum) * unit)
    }

    /// Scaled so that over new cells it is `adversarial` times as large as the gradient of the error with weight 1.
    private func add(_ other: Tensor, to gradient: Tensor, _ hidden: [Float], rows: Int, columns: Int) {
        var (power, count) = (0.0, 0.0)
        cells(gradient.shape, rows: rows, columns: columns) { cell, run in
            guard hidden[cell] > 0.5 else { return }
            for i in run { power += Double(other.f32[i] * other.f32[i]) }
            count += Double(run.count)
        }
        let size = Float((power / max(1, count)).squareRoot())
        let factor = options.adversarial / Float(gradient.count) / max(size, 1e-12)
        guard count > 0 else { return }
        for i in 0..<gradient.count { gradient.f32[i] += factor * other.f32[i] }
    }

    /// Visits runs of numbers of pictures [n, t, H, W, 3] with the cell that they lie in.
    private func cells(_ shape: [Int], rows: Int, columns: Int, _ visit: (_ cell: Int, _ run: Range<Int>) -> Void) {
        let (n, t, height, run) = (shape[0], shape[1], shape[2], shape[3] * 3 / columns)
        for image in 0..<n * t {
            for y in 0..<height {
                for column in 0..<columns {
                    let at = ((image * height + y) * columns + column) * run
                    visit((image / t * rows + y * rows / height) * columns + column, at..<at + run)
                }
            }
        }
    }
}
