import Diffusion
import Foundation
import Tensors

/// The clips of one training step.
struct ClipBatch {
    /// Latents [clips * frames, h, w, C].
    let clean: Tensor
    /// One entry a frame, clip by clip: actions, noise level, weight in the loss (0 for history).
    private(set) var actions: [Float] = []
    private(set) var levels: [Float] = []
    private(set) var weights: [Float] = []
    private(set) var memory: MemoryInputs?
    /// The model's own errors, like `clean`, as far as each frame is given with them.
    private(set) var errors: Tensor?

    init(
        _ set: LatentSet, _ options: TransformerTrainer.Options, _ configuration: DiTConfiguration,
        _ random: inout PhiloxGenerator, _ context: Context
    ) {
        let (b, t) = (options.clips, options.frames)
        let (h, w) = (set.shape[0], set.shape[1])
        clean = Tensor([b * t, h, w, configuration.latentChannels], pool: context.pool)
        memory = MemoryInputs(configuration, frames: b * t, rows: h, columns: w, pool: context.pool)
        for clip in 0..<b {
            let (number, start) = Self.choose(set, options, &random)
            let episode = set.episodes[number]
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
    }

    /// Raises the noise levels of frames that are not history to the next of those that `steps` steps begin at.
    mutating func snap(to steps: Int) {
        for frame in levels.indices where weights[frame] > 0 {
            levels[frame] = max(1, (levels[frame] * Float(steps)).rounded(.up)) / Float(steps)
        }
    }

    /// An episode and the first frame of a clip in it: at a start, round a marked frame, or anywhere.
    private static func choose(
        _ set: LatentSet, _ options: TransformerTrainer.Options, _ random: inout PhiloxGenerator
    ) -> (episode: Int, start: Int) {
        if !set.marked.isEmpty, random.uniform() < options.markedShare {
            let mark = set.marked[Int(random.next() % UInt64(set.marked.count))]
            // Its consequences should be seen as well.
            let before = 1 + Int(random.next() % UInt64(max(1, options.frames / 2)))
            return (mark.episode, max(0, min(mark.frame - before, set.episodes[mark.episode].frames - options.frames)))
        }
        let number = Int(random.next() % UInt64(set.episodes.count))
        let room = set.episodes[number].frames - options.frames
        return (number, random.uniform() < 0.15 ? 0 : Int(random.next() % UInt64(room + 1)))
    }

    /// Keeps errors [clips * frames, h, w, C] of a random strength a clip, cut where they are large: what the model could
    /// not know is not its error.
    mutating func take(errors: Tensor, _ options: TransformerTrainer.Options, _ random: inout PhiloxGenerator) {
        let c = errors.columns
        let pixels = errors.rows / levels.count
        for clip in 0..<options.clips {
            let strength = 1.5 * random.uniform()
            for pixel in clip * options.frames * pixels..<(clip + 1) * options.frames * pixels {
                let e = errors.f32 + pixel * c
                var power: Float = 0
                for i in 0..<c { power += e[i] * e[i] }
                let size = (power / Float(c)).squareRoot()
                let factor = strength * min(1, 0.4 / max(size, 1e-6))
                for i in 0..<c { e[i] *= factor }
            }
        }
        self.errors = errors
    }

    /// Latents as the model is given them: history with its errors, all else as it is.
    func given(_ context: Context) -> Tensor {
        let x = Tensor(clean.shape, pool: context.pool)
        let size = x.count / levels.count
        for frame in levels.indices {
            for i in frame * size..<(frame + 1) * size {
                x.f32[i] = clean.f32[i] + (weights[frame] == 0 ? errors?.f32[i] ?? 0 : 0)
            }
        }
        return x
    }
}
