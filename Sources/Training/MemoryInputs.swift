import Diffusion
import Tensors
import WorldModel

/// What memory shows of the frames of a training step, noised so that a model learns to mend what it shows wrongly.
struct MemoryInputs {
    private let configuration: DiTConfiguration
    /// The frames of the set whose views are shown, clip by clip; nil shows nothing.
    private var frames: [LatentSet.Place?] = []
    /// How strong each frame's noise is; -1 where nothing is shown.
    private var levels: [Float] = []
    /// Frames of a clip.
    private let clipFrames: Int
    /// The first clip that is here, of `count`.
    private var (first, count) = (0, 0)

    /// nil where the model sees no memory.
    init?(_ configuration: DiTConfiguration, clipFrames: Int) {
        guard configuration.seesMemory == true else { return nil }
        (self.configuration, self.clipFrames) = (configuration, clipFrames)
    }

    /// Takes one clip's views; `hidden` leaves all of them out, as for a model that is prompted without a camera.
    mutating func append(
        _ clip: [LatentSet.Place], of set: LatentSet, hidden: Bool, _ random: inout PhiloxGenerator
    ) {
        for place in clip {
            // Mostly a little noise, at times much.
            let level = random.uniform() < 0.75 ? 0.15 * random.uniform() : 0.5 * random.uniform()
            let shown = !hidden && set.showsView(at: place)
            frames.append(hidden ? nil : place)
            levels.append(shown ? level : -1)
        }
    }

    /// Forgets all but the frames `range` of those so far.
    mutating func keep(_ range: Range<Int>) {
        (first, count) = (range.lowerBound / clipFrames, levels.count / max(1, clipFrames))
        (frames, levels) = (Array(frames[range]), Array(levels[range]))
    }

    /// Tokens of all frames, with their noise; with `errors` [frames, h, w, C], memory holds each picture with its error,
    /// so that a frame is shown that of the one before it.
    func tokens(
        _ clips: ClipTables, seed: UInt64, step: Int, errors: Tensor?, _ context: Context
    ) -> Tensor {
        let c = configuration.latentChannels
        let views = clips.views(frames, context)
        let noise = context.noise(
            [levels.count, views.rows / levels.count, c], part: first..<first + levels.count / clipFrames, of: count,
            seed: seed, stream: UInt64(step))
        let mixed = context.noisedViews(views, noise: noise, errors: errors, levels: levels, clipFrames: clipFrames)
        return Patches.tokens(mixed, patch: configuration.patch, context)
    }
}
