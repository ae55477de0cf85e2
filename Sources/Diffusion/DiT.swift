import Camera
import Layers
import Tensors
import Text

/// The diffusion transformer: noisy latent frames, each with its own noise level and actions, to velocities.
///
/// Rectified flow (Liu et al. 2022): x_t = (1 - t) x + t e, target e - x. Per-frame noise levels: diffusion forcing
/// (Chen et al. 2024).
public struct DiT: Sendable {
    public let configuration: DiTConfiguration
    public let store: ParameterStore
    let input: Linear
    let noise: NoiseEmbedding
    let action: Linear
    let blocks: [DiTBlock]
    let finalModulation: Linear
    let output: Linear
    /// Nil where the model takes no text.
    let text: DiTText?

    /// `seed` nil leaves all parameters zero; not `allocated` they have no memory until a file is found to fit them.
    public init(
        _ configuration: DiTConfiguration, seed: UInt64? = 0, zeroInitialized: Bool = true, allocated: Bool = true
    ) {
        let c = configuration
        self.configuration = c
        let store = ParameterStore()
        input = Linear(store, "input", inputs: c.inputChannels, outputs: c.width)
        noise = NoiseEmbedding(store, "noise", width: c.width)
        action = Linear(store, "action", inputs: c.actionInputs, outputs: c.width, deviation: 0.3)
        blocks = (0..<c.depth).map { DiTBlock(store, "blocks.\($0)", c) }
        finalModulation = Linear(store, "final.modulation", inputs: c.width, outputs: 2 * c.width, deviation: 0)
        output = Linear(
            store, "final.output", inputs: c.width, outputs: c.tokenChannels, deviation: zeroInitialized ? 0 : nil)
        text = c.text.map { DiTText(store, $0, c) }
        if allocated { store.allocate(seed: seed) }
        self.store = store
    }

    /// The same weights, which go their own way.
    public func copy() -> DiT {
        let other = DiT(configuration, seed: nil)
        other.store.take(store)
        return other
    }

    /// c [frames, width], after its SiLU: what every block's modulation is made from.
    func condition(levels: [Float], actions: [Float], _ context: Context) -> Tensor {
        let a = context.constant(actions, [levels.count, configuration.actionInputs])
        return condition(features: NoiseEmbedding.features(levels, context), actions: a, context)
    }

    /// The same from the sinusoids of noise levels.
    func condition(features: Tensor, actions: Tensor, _ context: Context) -> Tensor {
        let sum = context.add(noise(features, context), action(actions, context, output: .f32))
        return context.cast(context.activate(sum, .silu), context.activations)
    }

    /// Tokens f32 [clips * frames * tokens, tokenChannels] -> velocities of the same shape.
    ///
    /// `levels` and `actions` hold one entry a frame of every clip: [clips * frames], [clips * frames * actionInputs].
    /// `views` f32 [clips * frames * tokens, patch * patch * viewChannels] is what memory shows; nil: nothing.
    /// `text` is what the blocks see of the clips' texts (`textKeys`); nil: nothing.
    public func callAsFunction(
        _ tokens: Tensor, levels: [Float], actions: [Float], grid: TokenGrid, clips: Int, frames: Int,
        mask: AttentionShape.Mask, views: Tensor? = nil, text: [TextKeys]? = nil, _ context: Context
    ) -> Tensor {
        let x = embed(tokens, views: views, grid, context)
        let condition = condition(levels: levels, actions: actions, context)
        let rotary = rotary(grid, actions: actions, clips: clips, frames: frames, context)
        let h = transformed(x, condition, rotary, grid, clips: clips, frames: frames, mask, text, context)
        return head(h, condition, context)
    }

    private func transformed(
        _ x: Tensor, _ condition: Tensor, _ rotary: RotaryTable, _ grid: TokenGrid, clips: Int, frames: Int,
        _ mask: AttentionShape.Mask, _ text: [TextKeys]?, _ context: Context
    ) -> Tensor {
        let c = configuration
        let shape = AttentionShape(
            clips: clips, frames: frames, tokens: grid.count, heads: c.heads, headDim: c.headDim, mask: mask,
            normalizesQK: c.normalizesQK)
        var x = x
        for (i, block) in blocks.enumerated() {
            let m = block.modulation(condition, context, output: .f32)
            x = block(x, modulation: m, context) {
                block.attention($0, shape, rotary: rotary, text: text?[i], addedTo: $1, context)
            }
        }
        return x
    }

    /// Noisy tokens, with their places on the screen where the camera is known and with what memory shows there, to the
    /// residual stream.
    func embed(_ tokens: Tensor, views: Tensor?, _ grid: TokenGrid, _ context: Context) -> Tensor {
        let c = configuration
        let to = c.inputChannels
        guard to > c.tokenChannels else { return input(tokens, context, output: .f32) }
        var parts = [tokens]
        if c.camera != nil {
            parts.append(context.constant(grid.screenFeatures(), [grid.count, CameraMotion.screenInputs]))
        }
        let placed = parts.reduce(0) { $0 + $1.columns }
        if to > placed {
            parts.append(views ?? context.constant([Float](repeating: 0, count: to - placed), [1, to - placed]))
        }
        let wide = context.joined(parts, rows: tokens.rows)
        return input(wide, context, output: .f32)
    }

    private func rotary(
        _ grid: TokenGrid, actions: [Float], clips: Int, frames: Int, _ context: Context
    ) -> RotaryTable {
        let c = configuration
        guard let motion = c.camera else { return grid.rotary(frames: 0..<frames, c) }
        var directions: [CameraDirection] = []
        for clip in 0..<clips {
            var direction = CameraDirection()
            for frame in 0..<frames {
                let at = (clip * frames + frame) * c.actionInputs
                directions.append(direction.turn(actions[at..<at + c.actionInputs], motion))
            }
        }
        return grid.rotary(
            times: (0..<clips).flatMap { _ in 0..<frames }, directions: directions, motion, c, device: context.device)
    }

    func head(_ x: Tensor, _ condition: Tensor, _ context: Context) -> Tensor {
        let m = finalModulation(condition, context, output: .f32)
        let h = context.normalize(x, modulation: m, shift: 0, scale: configuration.width)
        return output(h, context, output: .f32)
    }
}
