import Diffusion
import Foundation
import Tensors
import WorldModel

/// Trains a diffusion transformer by rectified flow with per-frame noise levels (diffusion forcing).
///
/// Half of the clips have a nearly clean history and noisy newest frames, which is what streaming sees; the others
/// have free levels. Every eighth step lets all frames see each other.
public final class TransformerTrainer {
    public struct Options: Codable, Sendable {
        public var clips = 16
        public var frames = 16
        public var schedule = Schedule(peak: 1e-3, steps: 2000)
        /// Muon's rate as a multiple of AdamW's; nil trains with AdamW alone.
        public var muonRatio: Float? = 4
        public var seed: UInt64 = 0
        public init() {}
    }

    public let model: DiT
    public let optimizer: Optimizer
    public let options: Options
    private let context: Context
    public var flops: Double { context.flops }

    public init(_ model: DiT, options: Options) {
        (self.model, self.options) = (model, options)
        optimizer = Optimizer(model.store, muonRatio: options.muonRatio)
        context = Context(model.store, recording: true)
    }

    /// One step; clips and noise follow from the seed and the step's number alone. Returns the mean squared error of
    /// the velocity over frames that are not history.
    public func step(_ set: LatentSet) -> Float {
        var random = PhiloxGenerator(seed: options.seed, stream: UInt64(optimizer.step))
        let (b, t) = (options.clips, options.frames)
        let c = model.configuration
        let (h, w) = (set.shape[0], set.shape[1])
        let grid = TokenGrid(rows: h / c.patch, columns: w / c.patch)
        let clean = Tensor([b * t, h, w, c.latentChannels], pool: context.pool)
        var memory = MemoryInputs(c, frames: b * t, rows: h, columns: w, pool: context.pool)
        var actions: [Float] = []
        var levels: [Float] = []
        var weights: [Float] = []
        for clip in 0..<b {
            let episode = set.episodes[Int(random.next() % UInt64(set.episodes.count))]
            let room = episode.frames - t
            let start = random.uniform() < 0.15 ? 0 : Int(random.next() % UInt64(room + 1))
            episode.latents.withUnsafeBufferPointer {
                (clean.f32 + clip * t * set.latentSize)
                    .update(from: $0.baseAddress! + start * set.latentSize, count: t * set.latentSize)
            }
            actions += episode.actions[(start * set.actionSize)..<((start + t) * set.actionSize)]
            let streams = random.uniform() < 0.5
            memory?.fill(clip, episode, frames: start..<start + t, hidden: !streams && random.uniform() < 0.3, &random)
            let history = streams ? 1 + Int(random.next() % UInt64(t - 1)) : 0
            for frame in 0..<t {
                let isHistory = frame < history
                levels.append(isHistory ? 0.01 + 0.09 * random.uniform() : 1 / (1 + exp(-random.normal() - 0.3)))
                weights.append(isHistory ? 0 : 1)
            }
        }
        let tokens = Patches.tokens(clean, patch: c.patch, context)
        let noisy = Tensor(tokens.shape, pool: context.pool)
        let target = Tensor(tokens.shape, pool: context.pool)
        Philox(seed: options.seed &+ 1, stream: UInt64(optimizer.step))
            .normals(UnsafeMutableBufferPointer(start: target.f32, count: target.count))
        let perFrame = grid.count * c.tokenChannels
        for frame in 0..<b * t {
            let level = levels[frame]
            for i in frame * perFrame..<(frame + 1) * perFrame {
                let (x, e) = (tokens.f32[i], target.f32[i])
                noisy.f32[i] = (1 - level) * x + level * e
                target.f32[i] = e - x
            }
        }
        let mask: AttentionShape.Mask = optimizer.step % 8 == 7 ? .full : .causal
        let views = memory?.tokens(seed: options.seed &+ 2, step: optimizer.step, context)
        let v = model(
            noisy, levels: levels, actions: actions, grid: grid, clips: b, frames: t, mask: mask, views: views, context)
        let gradient = Tensor(v.shape, pool: context.pool)
        let counted = max(1, weights.reduce(0, +)) * Float(perFrame)
        var sum = 0.0
        for frame in 0..<b * t {
            var partial: Float = 0
            let factor = weights[frame] * 2 / counted
            for i in frame * perFrame..<(frame + 1) * perFrame {
                let d = v.f32[i] - target.f32[i]
                partial += d * d
                gradient.f32[i] = d * factor
            }
            sum += Double(partial * weights[frame])
        }
        context.backward(v, seed: gradient)
        optimizer.update(rate: options.schedule.rate(optimizer.step), workers: context.workers)
        return Float(sum / Double(counted))
    }
}
