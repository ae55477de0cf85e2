import Communication
import Diffusion
import Foundation
import Tensors
import WorldModel

/// Trains a diffusion transformer by rectified flow with per-frame noise levels (diffusion forcing).
///
/// Half of the clips have a nearly clean history and noisy newest frames, which is what streaming sees; the others
/// have free levels. Every eighth step lets all frames see each other. In `recycling` of the steps the model's own
/// errors are added to what it is given, so that it learns to take them back instead of building on them (after
/// Stable Video Infinity's error recycling, Li et al. 2025).
public final class TransformerTrainer: ClipTrainer {
    public struct Options: Codable, Sendable {
        public var clips = 16
        public var frames = 16
        public var schedule = Schedule(peak: 1e-3, steps: 2000)
        /// Muon's rate as a multiple of AdamW's; nil trains with AdamW alone.
        public var muonRatio: Float? = 4
        /// Share of the steps with the model's own errors in their history and memory.
        public var recycling: Float = 0
        /// Share of the clips that are drawn round a marked frame of the set.
        public var markedShare: Float = 0
        /// Share of the clips that have a nearly clean history, and whether half of their other frames are given as well.
        public var streamShare: Float = 0.5
        public var scatters = false
        /// Whether three of five steps are of prompts of every kind (`PromptMix`), in which all frames see each other.
        public var mixesPrompts = false
        public var seed: UInt64 = 0
        public init() {}
    }

    public let model: DiT
    public let optimizer: Optimizer
    public internal(set) var options: Options
    private let context: Context
    private let trial: Context
    public let clips = ClipStore()
    /// What captions are made with; nil: the model takes no text.
    public var captions: ClipCaptions?
    private var losses = LateLoss()
    public var flops: Double { context.flops + trial.flops }

    public func take(steps: Int) { options.schedule.take(steps: steps) }
    /// Seconds spent so far on putting batches together.
    public private(set) var dataSeconds = 0.0

    /// Trains where the model's parameters are. f32 is for comparisons.
    public init(
        _ model: DiT, options: Options, precision: Context.Precision = .bf16,
        processes: any Communicator = SingleProcess()
    ) {
        (self.model, self.options) = (model, options)
        optimizer = Optimizer(model.store, muonRatio: options.muonRatio, processes: processes)
        let device = model.store.device
        func context(recording: Bool) -> Context {
            Context(model.store, precision: precision, recording: recording, pool: BufferPool(device: device))
        }
        (self.context, trial) = (context(recording: true), context(recording: false))
    }

    /// One step; clips and noise follow from the seed, the step's number and the episodes there are. Returns the mean squared
    /// error of the velocity over frames that are not history; on a GPU, which is not waited for, that of the step before.
    public func step(_ set: LatentSet) -> Float {
        var random = PhiloxGenerator(seed: options.seed, stream: UInt64(optimizer.step))
        let begin = DispatchTime.now().uptimeNanoseconds
        let tables = clips.tables(set, context)
        let set = tables.set
        let isMixed = options.mixesPrompts && optimizer.step % 5 > 1
        var batch = ClipBatch(
            tables, options, model.configuration, isMixed: isMixed, &random, context,
            share: optimizer.processes.share(of: options.clips))
        let texts = captions?.words(of: batch, set, options, step: optimizer.step)
        dataSeconds += Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
        let c = model.configuration
        let grid = TokenGrid(rows: set.shape[0] / c.patch, columns: set.shape[1] / c.patch)
        if options.recycling > 0, !isMixed, random.uniform() < options.recycling {
            _ = batch.recycle(model, tables, grid, options, step: optimizer.step, &random, trial)
        }
        let tokens = Patches.tokens(batch.clean, patch: c.patch, context)
        let given = batch.errors == nil ? tokens : Patches.tokens(batch.given(context), patch: c.patch, context)
        let e = batch.noise(tokens.shape, seed: options.seed &+ 1, step: optimizer.step, context)
        let noisy = context.mixed(given, e, levels: batch.levels)
        let target = context.combined(1, e, -1, tokens)
        let isFull = options.mixesPrompts ? isMixed : optimizer.step % 8 == 7
        let mask: AttentionShape.Mask = isFull ? .full : .causal
        let views = batch.memory?.tokens(
            tables, seed: options.seed &+ 2, step: optimizer.step, errors: batch.errors, context)
        let v = model(
            noisy, levels: batch.levels, actions: batch.actions, grid: grid, clips: batch.clips.count,
            frames: options.frames, mask: mask, views: views, text: texts.flatMap { model.textKeys($0, context) },
            context)
        let (gradient, loss) = context.weightedError(v, target, weights: batch.weights)
        context.backward(v, seed: gradient)
        optimizer.update(rate: options.schedule.rate(optimizer.step), share: batch.share, context)
        return losses.shown(loss, context)
    }
}
