import Camera
import Layers
import Tensors

/// Frame-by-frame generation with cached keys and values: a denoising pass and a cache pass over one frame's tokens.
///
/// Cost and memory are constant for as long as it runs. A value: a copy goes its own way.
public struct FrameStream: Sendable {
    public let model: DiT
    public let grid: TokenGrid
    let context: Context
    private(set) var caches: [KVCache]
    let slots: Int
    /// What the frames to come see of a text (`DiT.textKeys` of one clip); nil: nothing.
    public var text: [TextKeys]?
    /// Frames appended so far.
    public private(set) var count = 0
    private var direction = CameraDirection()
    private var shared = Shared()
    private final class Shared: Sendable {}

    /// Keeps `contextFrames` past frames besides the newest.
    public init(_ model: DiT, grid: TokenGrid, contextFrames: Int, context: Context) {
        (self.model, self.grid, self.context) = (model, grid, context)
        slots = contextFrames + 1
        let c = model.configuration
        let shape = AttentionShape(
            clips: 1, frames: 1, tokens: grid.count, heads: c.heads, headDim: c.headDim, mask: .causal,
            normalizesQK: c.normalizesQK)
        let total = slots
        caches = (0..<c.depth).map { _ in
            KVCache(slots: total, shape: shape, precision: context.precision, pool: context.pool)
        }
    }

    /// The per-block modulations of several passes over the newest frame, which share its actions, made in one go.
    public func modulations(levels: [Float], actions: [Float], views: Tensor? = nil) -> Modulations {
        let repeated = levels.flatMap { _ in actions }
        let c = model.configuration
        let inputs = [
            NoiseEmbedding.features(levels, context), context.constant(repeated, [levels.count, c.actionInputs]),
        ]
        let made = context.captured([Work.modulations.rawValue], StreamInputs(inputs)) { inputs in
            let condition = model.condition(features: inputs.tensors[0], actions: inputs.tensors[1], context)
            return model.blocks.map { $0.modulation(condition, context, output: .f32) }
                + [model.finalModulation(condition, context, output: .f32)]
        }
        // A GPU makes those meanwhile.
        var end = direction
        let rotary: RotaryTable
        if let motion = c.camera {
            let mean = end.turn(actions[...], motion)
            rotary = grid.rotary(times: [count], directions: [mean], motion, c)
        } else {
            rotary = grid.rotary(frames: count..<count + 1, c)
        }
        return Modulations(
            blocks: Array(made.dropLast()), final: made.last!, rotary: rotary, direction: end, views: views)
    }

    /// One pass over the newest frame's tokens [tokens, tokenChannels]: its velocities. Writes the frame's keys and
    /// values into its slot, where the next pass or frame finds them.
    public mutating func pass(_ tokens: Tensor, _ modulations: Modulations, index: Int) -> Tensor {
        observedPass(tokens, modulations, index: index).velocities
    }

    /// The same, with the residual stream f32 [tokens, width] as each of the `observed` blocks leaves it, in their order.
    public mutating func observedPass(
        _ tokens: Tensor, _ modulations: Modulations, index: Int, observed: [Int] = []
    ) -> (velocities: Tensor, states: [Tensor]) {
        separate()
        let kind = [Work.pass.rawValue, grid.rows, grid.columns] + observed
        let made = context.captured(kind, inputs(tokens, modulations, index)) { inputs in
            var states: [Tensor] = []
            let last = run(embedded(inputs), inputs) { if observed.contains($0) { states.append($1) } }
            return [velocities(last, inputs)] + states
        }
        return (made[0], Array(made.dropFirst()))
    }

    /// What is captured, as `Context.captured` is told.
    private enum Work: Int { case modulations, pass }

    /// The newest frame's tokens, its row of modulation for each block and for the end, and what memory shows, if it does.
    private func inputs(_ tokens: Tensor, _ modulations: Modulations, _ index: Int) -> StreamInputs {
        let rows = (modulations.blocks + [modulations.final]).map { context.row(index, of: $0) }
        return StreamInputs(
            [tokens] + rows + (modulations.views.map { [$0] } ?? []), rotary: modulations.rotary, caches: caches,
            slot: count % slots, filled: min(count + 1, slots))
    }

    private func embedded(_ inputs: StreamInputs) -> Tensor {
        let end = model.blocks.count + 2
        return model.embed(
            inputs.tensors[0], views: inputs.tensors.count > end ? inputs.tensors[end] : nil, grid, context)
    }

    private func velocities(_ x: Tensor, _ inputs: StreamInputs) -> Tensor {
        let m = inputs.tensors[model.blocks.count + 1]
        let h = context.normalize(x, modulation: m, shift: 0, scale: model.configuration.width)
        return model.output(h, context, output: .f32)
    }

    /// The blocks over a frame, whose keys and values go to its slot; `visit` sees what each makes.
    private func run(
        _ embedded: Tensor, _ inputs: StreamInputs, visit: (Int, Tensor) -> Void = { _, _ in }
    ) -> Tensor {
        var x = embedded
        for (i, block) in model.blocks.enumerated() {
            x = block(x, modulation: inputs.tensors[i + 1], context) {
                block.attention(
                    $0, cache: inputs.caches[i], slot: inputs.slot, filled: inputs.filled, rotary: inputs.rotary!,
                    text: text?[i], addedTo: $1, context)
            }
            visit(i, x)
        }
        return x
    }

    /// Makes the caches its own, where another copy shares them.
    private mutating func separate() {
        guard !isKnownUniquelyReferenced(&shared) else { return }
        caches = caches.map { $0.copy(pool: context.pool) }
        shared = Shared()
    }

    /// Keeps the newest frame: the next pass begins a new one.
    public mutating func advance(_ modulations: Modulations) {
        count += 1
        direction = modulations.direction
    }
}
