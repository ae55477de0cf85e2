import Diffusion
import Foundation
import Tensors

/// The clips of one training step, or a process's share of them: all of them are drawn, so that all processes draw alike.
struct ClipBatch {
    /// The clips that are here, of as many as the step has, and their frames.
    let clips: Range<Int>
    private let clipCount: Int
    let frames: Range<Int>
    /// Latents [clips * frames, h, w, C].
    let clean: Tensor
    /// One entry a frame, clip by clip: actions, noise level, weight in the loss (0 for history).
    let actions: [Float]
    var levels: [Float] { Array(allLevels[frames]) }
    var weights: [Float] { Array(allWeights[frames]) }
    /// Levels and weights of the clips that are elsewhere, too.
    private(set) var allLevels: [Float] = []
    let allWeights: [Float]
    private(set) var memory: MemoryInputs?
    /// The model's own errors, like `clean`, as far as each frame is given with them.
    private(set) var errors: Tensor?
    /// The first latent frame of each clip.
    private(set) var clipPlaces: [LatentSet.Place] = []

    init(
        _ tables: ClipTables, _ options: TransformerTrainer.Options, _ configuration: DiTConfiguration,
        isMixed: Bool = false, _ random: inout PhiloxGenerator, _ context: Context, share: Range<Int>? = nil
    ) {
        let (set, t) = (tables.set, options.frames)
        clips = share ?? 0..<options.clips
        clipCount = options.clips
        frames = clips.lowerBound * t..<clips.upperBound * t
        memory = MemoryInputs(configuration, clipFrames: t)
        var places: [LatentSet.Place] = []
        var (actions, weights): ([Float], [Float]) = ([], [])
        for _ in 0..<options.clips {
            let (number, start) = Self.choose(set, options, &random)
            let clip = (start..<start + t).map { LatentSet.Place(episode: number, frame: $0) }
            places += clip
            clipPlaces.append(clip[0])
            actions += set.episodes[number].actions[(start * set.actionSize)..<((start + t) * set.actionSize)]
            if isMixed {
                memory?.append(clip, of: set, hidden: true, &random)
                let mix = PromptMix(frames: t, &random)
                allLevels += mix.levels
                weights += mix.weights
                continue
            }
            let streams = random.uniform() < options.streamShare
            memory?.append(clip, of: set, hidden: !streams && random.uniform() < 0.3, &random)
            let history = streams ? 1 + Int(random.next() % UInt64(t - 1)) : 0
            for frame in 0..<t {
                let isHistory = frame < history || streams && options.scatters && random.uniform() < 0.5
                allLevels.append(isHistory ? 0.01 + 0.09 * random.uniform() : 1 / (1 + exp(-random.normal() - 0.3)))
                weights.append(isHistory ? 0 : 1)
            }
        }
        memory?.keep(frames)
        self.actions = Array(actions[frames.lowerBound * set.actionSize..<frames.upperBound * set.actionSize])
        allWeights = weights
        clean = tables.clean(Array(places[frames]), context)
    }

    /// What part of the whole batch's loss is that of the clips here.
    var share: Float { weights.reduce(0, +) / max(1, allWeights.reduce(0, +)) }

    /// Gives frames that are not history the noise levels at which one of `steps` denoising steps begins, the first most often.
    mutating func draw(steps: Int, _ random: inout PhiloxGenerator) {
        for frame in allLevels.indices where allWeights[frame] > 0 {
            let step = random.uniform() < 0.3 ? 0 : Int(random.next() % UInt64(steps))
            allLevels[frame] = 1 - Float(step) / Float(steps)
        }
    }

    /// Finds the errors that `model` makes of every frame in one go from a high noise level, given what came before, and keeps
    /// them; returns all of them, as tokens.
    mutating func recycle(
        _ model: DiT, _ tables: ClipTables, _ grid: TokenGrid, _ options: TransformerTrainer.Options, step: Int,
        _ random: inout PhiloxGenerator, _ context: Context
    ) -> Tensor {
        let patch = model.configuration.patch
        let tokens = Patches.tokens(clean, patch: patch, context)
        let high = Array(allLevels.map { _ in 0.4 + 0.6 * random.uniform() }[frames])
        let e = noise(tokens.shape, seed: options.seed &+ 3, step: step, context)
        let noisy = context.mixed(tokens, e, levels: high)
        let views = memory?.tokens(tables, seed: options.seed &+ 4, step: step, errors: nil, context)
        let v = model(
            noisy, levels: high, actions: actions, grid: grid, clips: clips.count, frames: options.frames,
            mask: .causal, views: views, context)
        // x_t - t v is the frame as the model sees it.
        let seen = context.combined(1, noisy, -1, v, factors: high)
        let errors = context.combined(1, seen, -1, tokens)
        take(errors: Patches.latents(errors, grid: grid, patch: patch, context), options, &random, context)
        return errors
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
        let number = set.draw(&random)
        let room = set.episodes[number].frames - options.frames
        return (number, random.uniform() < 0.15 ? 0 : Int(random.next() % UInt64(room + 1)))
    }

    /// Keeps errors [clips * frames, h, w, C] of a random strength a clip, cut where they are large: what the model could
    /// not know is not its error.
    private mutating func take(
        errors: Tensor, _ options: TransformerTrainer.Options, _ random: inout PhiloxGenerator, _ context: Context
    ) {
        context.limit(errors, to: 0.4, strengths: Array((0..<options.clips).map { _ in 1.5 * random.uniform() }[clips]))
        self.errors = errors
    }

    /// Standard normals for the clips here, `shape` of which they have, as if they were drawn for all clips.
    func noise(_ shape: [Int], seed: UInt64, step: Int, _ context: Context) -> Tensor {
        context.noise(shape, part: clips, of: clipCount, seed: seed, stream: UInt64(step))
    }

    /// Latents as the model is given them: history with its errors, all else as it is.
    func given(_ context: Context) -> Tensor {
        guard let errors else { return clean }
        return context.combined(1, clean, 1, errors, factors: weights.map { $0 == 0 ? 1 : 0 })
    }
}
