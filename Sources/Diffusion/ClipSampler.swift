import Layers
import Tensors

/// Denoises a whole clip of latent frames at once, each with its own noise level.
///
/// A frame that is given with strength s goes from level 1 - s to 0 (SDEdit, Meng et al. 2022, where all are given so); one that is
/// given exactly stays at `givenLevel`, and is put back after each step.
public struct ClipSampler: Sendable {
    public let model: DiT
    public let sampler: any Sampler
    public let steps: Int
    /// Noise level of frames that are given exactly, as the model's training had its history.
    public let givenLevel: Float
    /// How far beyond what a text changes the clip goes; 1 is as far (classifier-free guidance, Ho and Salimans 2022).
    public let guidance: Float
    let context: Context

    /// `context` is that of the model.
    public init(
        _ model: DiT, sampler: any Sampler, steps: Int, givenLevel: Float, guidance: Float = 1, context: Context
    ) {
        (self.model, self.sampler, self.steps) = (model, sampler, steps)
        (self.givenLevel, self.guidance, self.context) = (givenLevel, guidance, context)
    }

    /// The clip [frames, h, w, C]; frames that are given exactly are theirs to the bit. `noise` gives standard normals
    /// [frames * tokens, tokenChannels] by a number of its own; `stepDone` is called after each step and may throw.
    public func sample(
        _ prompt: ClipPrompt, grid: TokenGrid, noise: (Int) -> Tensor, stepDone: (Int) throws -> Void = { _ in }
    ) rethrows -> Tensor {
        let c = model.configuration
        let given = tokens(given: prompt, grid)
        let strengths = (0..<prompt.frames).map { prompt.given[$0]?.strength ?? 0 }
        func levels(_ step: Int) -> [Float] {
            let time = 1 - Float(step) / Float(steps)
            return strengths.map { $0 >= 1 ? givenLevel : (1 - $0) * time }
        }
        let actions = prompt.actions.flatMap { $0 }
        let text = model.textKeys([prompt.words], context)
        func velocities(_ x: Tensor, _ levels: [Float], _ text: [TextKeys]?) -> Tensor {
            model(
                x, levels: levels, actions: actions, grid: grid, clips: 1, frames: prompt.frames, mask: prompt.mask,
                text: text, context)
        }
        var x = context.mixed(given, noise(0), levels: levels(0))
        for step in 0..<steps {
            let now = levels(step)
            var velocity = velocities(x, now, text)
            if text != nil, guidance != 1 {
                velocity = context.combined(guidance, velocity, 1 - guidance, velocities(x, now, nil))
            }
            let clean = context.combined(1, x, -1, velocity, factors: now)
            restore(given, where: strengths, in: clean)
            x =
                step + 1 == steps
                ? clean
                : sampler.step(
                    x, clean: clean, velocity: velocity, from: now, to: levels(step + 1), noise: { noise(step + 1) },
                    context)
            try stepDone(step)
        }
        return Patches.latents(x, grid: grid, patch: c.patch, context)
    }

    /// What is given as tokens, zero elsewhere.
    private func tokens(given prompt: ClipPrompt, _ grid: TokenGrid) -> Tensor {
        let c = model.configuration
        let tensor = Tensor([prompt.frames * grid.count, c.tokenChannels], pool: context.pool)
        tensor.zero()
        let size = grid.count * c.tokenChannels
        for (frame, given) in prompt.given where given.strength > 0 {
            let tokens = Patches.tokens(given.latent, patch: c.patch, context)
            (tensor.f32 + frame * size).update(from: tokens.f32, count: size)
        }
        return tensor
    }

    private func restore(_ given: Tensor, where strengths: [Float], in clean: Tensor) {
        let size = clean.count / strengths.count
        for (frame, strength) in strengths.enumerated() where strength >= 1 {
            (clean.f32 + frame * size).update(from: given.f32 + frame * size, count: size)
        }
    }
}
