import Communication
import Diffusion
import Layers
import Tensors

/// Trains a transformer to make, in few steps, pictures that its teacher cannot tell from its own: distribution matching
/// distillation (DMD2, Yin et al. 2024), with a noise level for each frame of a clip (CausVid, Yin et al. 2025).
///
/// Mean squared errors are least for the mean of all that could be, which is haze; here every picture has to be a likely one. What the
/// teacher says of the pupil's noised pictures is set against what a third model says that is trained on the pupil's pictures
/// all the while; the pupil moves along the difference.
public final class MatchingTrainer: ClipTrainer {
    public struct Options: Codable, Sendable {
        /// Denoising steps that the pupil makes, and fewer.
        public var steps = 4
        /// Steps of the third model for one of the pupil's, and its rate as a multiple of the pupil's.
        public var ratio = 2
        public var fakeRate: Float = 2
        public init() {}
    }

    /// What captions are made with; nil: the models take no text.
    public var captions: ClipCaptions?
    public let clips = ClipStore()
    public let optimizer: Optimizer
    /// The third model's, which makes every step.
    public let clock: Optimizer
    private let (model, fake, teacher): (DiT, DiT, DiT)
    private var options: TransformerTrainer.Options
    private let matching: Options
    private let (context, trial, judge, critic): (Context, Context, Context, Context)
    private var losses = LateLoss()
    private var sizes = LateLoss()
    public var flops: Double { context.flops + trial.flops + judge.flops + critic.flops }
    /// How far the pupil was moved last: the mean square of its gradient in units of its distance from the teacher's picture.
    public private(set) var size: Float = 0

    public func take(steps: Int) { options.schedule.take(steps: steps) }

    /// Trains `model`, which begins as `teacher`. f32 is for comparisons.
    public init(
        _ model: DiT, teacher: DiT, options: TransformerTrainer.Options, matching: Options,
        precision: Context.Precision = .bf16, processes: any Communicator = SingleProcess()
    ) {
        (self.model, self.teacher, self.options, self.matching) = (model, teacher, options, matching)
        fake = teacher.copy()
        optimizer = Optimizer(model.store, muonRatio: options.muonRatio, processes: processes)
        clock = Optimizer(fake.store, muonRatio: options.muonRatio, processes: processes)
        let device = model.store.device
        func context(_ model: DiT, recording: Bool = false) -> Context {
            Context(model.store, precision: precision, recording: recording, pool: BufferPool(device: device))
        }
        (self.context, trial) = (context(model, recording: true), context(model))
        (judge, critic) = (context(teacher), context(fake, recording: true))
    }

    /// One step of the third model, and every `ratio`th time one of the pupil. Returns the third model's mean squared error; on a
    /// GPU that of the step before.
    public func step(_ set: LatentSet) -> Float {
        let step = clock.step
        var random = PhiloxGenerator(seed: options.seed, stream: UInt64(step))
        let tables = clips.tables(set, context)
        let c = model.configuration
        var batch = ClipBatch(
            tables, options, c, &random, context, share: clock.processes.share(of: options.clips))
        batch.draw(steps: matching.steps, &random)
        let texts = captions?.words(of: batch, tables.set, options, step: step)
        func text(_ model: DiT, _ context: Context) -> [TextKeys]? { texts.flatMap { model.textKeys($0, context) } }
        let grid = TokenGrid(rows: tables.set.shape[0] / c.patch, columns: tables.set.shape[1] / c.patch)
        let isNew: [Float] = batch.weights.map { $0 > 0 ? 1 : 0 }
        // What new frames are noised from: the truth, or what the pupil takes them for.
        var base = Patches.tokens(batch.clean, patch: c.patch, trial)
        if random.uniform() < options.recycling {
            let errors = batch.recycle(model, tables, grid, options, step: step, &random, trial)
            let given = Patches.tokens(batch.given(trial), patch: c.patch, trial)
            base = trial.combined(1, given, 1, errors, factors: isNew)
        }
        func noise(_ purpose: UInt64) -> Tensor {
            batch.noise(base.shape, seed: options.seed &+ purpose, step: step, trial)
        }
        let noisy = trial.mixed(base, noise(1), levels: batch.levels)
        let views = batch.memory?.tokens(
            tables, seed: options.seed &+ 2, step: step, errors: batch.errors, trial)
        let (clips, frames) = (batch.clips.count, options.frames)
        let learns = step % matching.ratio == 0
        let v = model(
            noisy, levels: batch.levels, actions: batch.actions, grid: grid, clips: clips, frames: frames,
            mask: .causal, views: views, text: text(model, learns ? context : trial), learns ? context : trial)
        let made = trial.combined(1, noisy, -1, v, factors: zip(batch.levels, isNew).map { $0 * $1 })

        let e = noise(5)
        let drawn = Array(
            batch.allWeights.map { ($0 > 0 ? 1 : 0) * (0.02 + 0.96 * random.uniform()) }[batch.frames])
        let levels = zip(batch.levels, isNew).enumerated().map { $1.1 > 0 ? drawn[$0] : $1.0 }
        let renoised = trial.mixed(made, e, levels: drawn)
        let said = fake(
            renoised, levels: levels, actions: batch.actions, grid: grid, clips: clips, frames: frames,
            mask: .causal, views: views, text: text(fake, critic), critic)
        if learns {
            let real = teacher(
                renoised, levels: levels, actions: batch.actions, grid: grid, clips: clips, frames: frames,
                mask: .causal, views: views, text: text(teacher, judge), judge)
            let (gradient, size) = trial.matching(
                fake: said, real: real, x: made, noised: renoised, levels: levels,
                factors: zip(batch.levels, drawn).map { $0 * $1 })
            context.backward(v, seed: gradient)
            optimizer.update(rate: options.schedule.rate(step), share: batch.share, context)
            self.size = sizes.shown(size, trial)
        }
        let (gradient, loss) = critic.weightedError(
            said, critic.combined(1, e, -1, made), weights: batch.weights)
        critic.backward(said, seed: gradient)
        clock.update(rate: options.schedule.rate(step) * matching.fakeRate, share: batch.share, critic)
        return losses.shown(loss, critic)
    }
}
