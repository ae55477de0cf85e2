import Diffusion
import Foundation
import Memory
import Tensors

/// Generates one latent frame after another: `steps` denoising passes and one cache pass each.
///
/// A value: a copy is a fork that goes its own way.
public struct StreamingSession: Sendable {
    public let checkpoint: Checkpoint
    public internal(set) var steps: Int
    let context: Context
    let grid: TokenGrid
    var stream: FrameStream
    private let seed: UInt64
    /// Judges what memory shows, in the arithmetic of activations; nil: constants do.
    private let trust: (head: TrustHead, context: Context)?
    /// The head whose evidence is kept; nil: none is.
    var studied: TrustConfiguration?
    /// What `generate` made that `append` of the same frame can use again.
    private var prepared: Prepared?

    private struct Prepared: Sendable {
        let modulations: Modulations
        let actions: [Float]
        let view: Tensor?
        /// The pass at the context's noise level.
        let index: Int
    }

    /// `context` is that of the checkpoint's transformer.
    public init(
        _ checkpoint: Checkpoint, width: Int, height: Int, steps: Int, seed: UInt64, context: Context
    ) {
        let c = checkpoint.configuration
        self.checkpoint = checkpoint
        self.steps = steps
        self.seed = seed
        self.context = context
        trust = checkpoint.trust.map { head in
            (
                head,
                Context(head.store, precision: context.precision == .f32 ? .f32 : .bf16, pool: context.pool)
            )
        }
        let unit = c.compressor.spatialFactor * c.transformer.patch
        grid = TokenGrid(rows: height / unit, columns: width / unit)
        stream = FrameStream(
            checkpoint.transformer, grid: grid, contextFrames: c.transformer.contextFrames, context: context)
    }

    /// What the frames to come show, as numbers of words; none: no text.
    mutating func say(_ words: [Int]) { stream.text = checkpoint.transformer.textKeys([words], context) }

    public var latentFrames: Int { stream.count }

    /// Puts a latent frame [1, h, w, C] into the context, given or generated: runs it through the model at the context's
    /// noise level and keeps its keys and values.
    public mutating func append(_ latent: Tensor, actions: [Float], view: RememberedView? = nil) {
        let patch = checkpoint.configuration.transformer.patch
        let clean = Patches.tokens(latent, patch: patch, context)
        let level = checkpoint.configuration.contextNoise
        let ready = prepared.flatMap { $0.actions == actions && $0.view === view?.latent ? $0 : nil }
        let modulations =
            ready?.modulations ?? stream.modulations(levels: [level], actions: actions, views: tokens(of: view))
        prepared = nil
        _ = stream.pass(
            context.mixed(clean, noise(clean.shape, step: 1), levels: [level]), modulations, index: ready?.index ?? 0)
        stream.advance(modulations)
    }

    /// The same of a true video's frame.
    public mutating func append(_ given: ContextFrame) {
        append(given.latent, actions: given.actions, view: given.view)
    }

    /// Makes the next latent frame; `view` is what memory shows of it, and `trusted` says which of its cells are kept, where that
    /// is known beforehand. The frame must be appended before the one after it is made.
    public mutating func generate(
        actions: [Float], view: RememberedView? = nil, trusted: [Bool]? = nil
    ) -> GeneratedFrame {
        let c = checkpoint.configuration
        let view = c.transformer.seesMemory == true ? view : nil
        let times = (0...steps).map { 1 - Float($0) / Float(steps) }
        // The last is that of `append`. In f32 it is made by itself: BLAS rounds another way where there are more rows.
        let shared = context.precision != .f32
        let modulations = stream.modulations(
            levels: Array(times.dropLast()) + (shared ? [c.contextNoise] : []), actions: actions,
            views: tokens(of: view))
        prepared = shared ? Prepared(modulations: modulations, actions: actions, view: view?.latent, index: steps) : nil
        var x = noise([grid.count, c.transformer.tokenChannels], step: 0)
        var made = GeneratedFrame(x, trusted: view == nil ? nil : trusted)
        for step in 0..<steps {
            let watched = view == nil ? nil : watched(at: step, decided: made.trusted != nil)
            let (v, states) = stream.observedPass(x, modulations, index: step, observed: watched ?? [])
            var clean = context.combined(1, x, -times[step], v)
            if let view {
                if watched != nil { judge(&made, states, clean, view) }
                if let trusted = made.trusted, c.trust?.guides == true, c.renoises == true {
                    clean = guided(clean, view, trusted)
                }
            }
            if step + 1 == steps {
                x = clean
            } else {
                x = checkpoint.sampler.step(
                    x, clean: clean, velocity: v, from: [times[step]], to: [times[step + 1]],
                    noise: { noise(x.shape, step: 3 + UInt64(step)) }, context)
            }
        }
        made.latent = latents(x)
        if let view {
            if let trusted = made.trusted { view.keep(trusted, in: made.latent) } else { view.settle(made.latent) }
        }
        return made
    }

    /// The blocks whose states are wanted of a denoising pass; nil: nothing is judged there.
    private func watched(at step: Int, decided: Bool) -> [Int]? {
        let head = studied ?? (decided ? nil : trust?.head.configuration)
        return head.flatMap { step == min($0.pass, steps - 1) ? $0.blocks : nil }
    }

    private func judge(_ made: inout GeneratedFrame, _ states: [Tensor], _ clean: Tensor, _ view: RememberedView) {
        let evidence = TrustEvidence(states: states, made: latents(clean), shown: view.latent, seen: view.seen)
        if studied != nil { made.evidence = evidence }
        guard made.trusted == nil, let trust else { return }
        var trusted = trust.head.trusted(evidence, trust.context)
        if let wear = trust.head.configuration.wear {
            for cell in view.generations.indices where view.generations[cell] > Float(wear) { trusted[cell] = false }
        }
        made.trusted = trusted
    }

    /// `clean` tokens with memory's latent in the trusted cells.
    private func guided(_ clean: Tensor, _ view: RememberedView, _ trusted: [Bool]) -> Tensor {
        let latent = latents(clean)
        view.keep(trusted, in: latent)
        return Patches.tokens(latent, patch: checkpoint.configuration.transformer.patch, context)
    }

    private func latents(_ tokens: Tensor) -> Tensor {
        Patches.latents(tokens, grid: grid, patch: checkpoint.configuration.transformer.patch, context)
    }

    /// A remembered view as tokens, noised like the context so that its small errors do not pass for truth.
    func tokens(of view: RememberedView?) -> Tensor? {
        let c = checkpoint.configuration
        guard let view, c.transformer.seesMemory == true else { return nil }
        let e = noise(view.latent.shape, step: 2)
        let mixed = context.noisedViews(
            view.tensor(pool: context.pool), noise: e, errors: nil, levels: [c.contextNoise], clipFrames: 1)
        return Patches.tokens(mixed, patch: c.transformer.patch, context)
    }

    func noise(_ shape: [Int], step: UInt64) -> Tensor {
        context.noise(shape, seed: seed, stream: UInt64(stream.count) << 8 | step)
    }
}
