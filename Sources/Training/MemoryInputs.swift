import Diffusion
import Tensors
import WorldModel

/// What memory shows of the frames of a training step, noised so that a model learns to mend what it shows wrongly.
struct MemoryInputs {
    private let configuration: DiTConfiguration
    private let pixels: Int
    /// [frames, h, w, C + 3]
    private let views: Tensor
    private var levels: [Float]
    /// Frames of a clip.
    private var clipFrames = 1

    /// nil where the model sees no memory.
    init?(_ configuration: DiTConfiguration, frames: Int, rows: Int, columns: Int, pool: BufferPool) {
        guard configuration.seesMemory == true else { return nil }
        self.configuration = configuration
        pixels = rows * columns
        views = Tensor([frames, rows, columns, configuration.viewChannels], pool: pool)
        levels = [Float](repeating: 0, count: frames)
    }

    /// Copies one clip's views; `hidden` leaves all of them out, as for a model that is prompted without a camera.
    mutating func fill(
        _ clip: Int, _ episode: LatentSet.Episode, frames: Range<Int>, hidden: Bool, _ random: inout PhiloxGenerator
    ) {
        clipFrames = frames.count
        let c = configuration.latentChannels
        for (i, frame) in frames.enumerated() {
            let row = clip * frames.count + i
            // Mostly a little noise, at times much.
            let level = random.uniform() < 0.75 ? 0.15 * random.uniform() : 0.5 * random.uniform()
            let target = views.f32 + row * pixels * (c + 3)
            guard let source = episode.views, !hidden else {
                target.update(repeating: 0, count: pixels * (c + 3))
                levels[row] = -1
                continue
            }
            let from = frame * pixels * (c + 2)
            var known = false
            for pixel in 0..<pixels {
                for k in 0..<c + 2 { target[pixel * (c + 3) + k] = source[from + pixel * (c + 2) + k] }
                target[pixel * (c + 3) + c + 2] = 0
                known = known || source[from + pixel * (c + 2) + c + 1] > 0
            }
            levels[row] = known ? level : -1
        }
    }

    /// Tokens of all frames, with their noise; with `errors` [frames, h, w, C], memory holds each picture with its error,
    /// so that a frame is shown that of the one before it.
    func tokens(seed: UInt64, step: Int, errors: Tensor?, _ context: Context) -> Tensor {
        let (frames, c) = (levels.count, configuration.latentChannels)
        let noise = context.noise([frames, pixels, c], seed: seed, stream: UInt64(step))
        let mixed = Tensor(views.shape, pool: context.pool)
        mixed.f32.update(from: views.f32, count: views.count)
        for frame in 0..<frames where levels[frame] >= 0 {
            let target = mixed.f32 + frame * pixels * (c + 3)
            if let errors, frame % clipFrames > 0 {
                let source = errors.f32 + (frame - 1) * pixels * c
                for pixel in 0..<pixels {
                    for i in 0..<c { target[pixel * (c + 3) + i] += source[pixel * c + i] }
                }
            }
            RememberedView.noise(
                target, with: noise.f32 + frame * pixels * c, level: levels[frame], channels: c, pixels: pixels)
        }
        return Patches.tokens(mixed, patch: configuration.patch, context)
    }
}
