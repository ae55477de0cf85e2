import Layers
import Tensors

/// Frame-by-frame generation with cached keys and values: a denoising pass and a cache pass over one frame's tokens.
///
/// Cost and memory are constant for as long as it runs. A value: a copy goes its own way.
public struct FrameStream: Sendable {
    public private(set) var model: DiT
    public let grid: TokenGrid
    private(set) var context: Context
    private(set) var caches: [KVCache]
    let slots: Int
    /// Slots at the head of the cache that keep the prefix, 0 or 1.
    private(set) var pinned = 0
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

    /// Goes on with another model of the same shape, which sees the keys and values of this one.
    public mutating func exchange(_ model: DiT, context: Context) { (self.model, self.context) = (model, context) }

    /// The per-block modulations of several passes over the newest frame, which share its actions, made in one go.
    public func modulations(levels: [Float], actions: [Float], views: Tensor? = nil) -> Modulations {
        modulations(levels: levels, actions: actions, views: views, time: count)
    }

    private func modulations(levels: [Float], actions: [Float], views: Tensor? = nil, time: Int) -> Modulations {
        let repeated = levels.flatMap { _ in actions }
        let condition = model.condition(levels: levels, actions: repeated, context)
        let c = model.configuration
        var end = direction
        let rotary: RotaryTable
        if let motion = c.camera {
            let mean = end.turn(actions[...], motion)
            rotary = grid.rotary(times: [time], directions: [mean], motion, c)
        } else {
            rotary = grid.rotary(frames: time..<time + 1, c)
        }
        return Modulations(
            blocks: model.blocks.map { $0.modulation(condition, context, output: .f32) },
            final: model.finalModulation(condition, context, output: .f32), rotary: rotary, direction: end,
            views: views)
    }

    /// One pass over the newest frame's tokens [tokens, tokenChannels]: its velocities. Writes the frame's keys and
    /// values into its slot, where the next pass or frame finds them.
    public mutating func pass(_ tokens: Tensor, _ modulations: Modulations, index: Int) -> Tensor {
        separate()
        let x = model.embed(tokens, views: modulations.views, grid, context)
        return velocities(run(x, modulations, index, model.blocks.indices), modulations, index)
    }

    /// The same, and beside them what the model says without one of its blocks, whose predecessors both share: a weaker
    /// model to be guided away from.
    public mutating func pass(
        _ tokens: Tensor, _ modulations: Modulations, index: Int, without skipped: Int
    ) -> (velocities: Tensor, weaker: Tensor) {
        separate()
        let embedded = model.embed(tokens, views: modulations.views, grid, context)
        let shared = run(embedded, modulations, index, 0..<skipped)
        // First, since the keys and values of the last pass are those that stay.
        let weaker = run(shared, modulations, index, skipped + 1..<model.blocks.count)
        let whole = run(shared, modulations, index, skipped..<model.blocks.count)
        return (velocities(whole, modulations, index), velocities(weaker, modulations, index))
    }

    private func velocities(_ x: Tensor, _ modulations: Modulations, _ index: Int) -> Tensor {
        let m = context.row(index, of: modulations.final)
        let h = context.normalize(x, modulation: m, shift: 0, scale: model.configuration.width)
        return model.output(h, context, output: .f32)
    }

    /// Keeps further tokens f32 [tokens, width], such as those of a text, for all frames to come: before the first frame,
    /// or in mid-stream in the place of an earlier prefix. They take the room of one frame of context.
    public mutating func setPrefix(_ tokens: Tensor) {
        precondition(count == 0 || pinned == 1, "a prefix must be there from the start on")
        separate()
        pinned = 1
        let actions = [Float](repeating: 0, count: model.configuration.actionInputs)
        let modulations = modulations(levels: [0], actions: actions, time: -1)
        _ = run(tokens, modulations, 0, model.blocks.indices, slot: 0, filled: 1)
    }

    /// Some of the blocks over the newest frame, whose keys and values go to its slot.
    private func run(_ embedded: Tensor, _ modulations: Modulations, _ index: Int, _ blocks: Range<Int>) -> Tensor {
        run(
            embedded, modulations, index, blocks, slot: pinned + count % (slots - pinned),
            filled: min(pinned + count + 1, slots))
    }

    private func run(
        _ embedded: Tensor, _ modulations: Modulations, _ index: Int, _ blocks: Range<Int>, slot: Int, filled: Int
    ) -> Tensor {
        var x = embedded
        for i in blocks {
            let block = model.blocks[i]
            let m = context.row(index, of: modulations.blocks[i])
            x = block(x, modulation: m, context) {
                block.attention(
                    $0, cache: caches[i], slot: slot, filled: filled, rotary: modulations.rotary, addedTo: $1, context)
            }
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
