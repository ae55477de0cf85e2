import Tensors
import Testing

@testable import Diffusion

/// Who sees whom: frames of a clip, and clips of a batch.
struct MaskTests {
    private static let (clips, frames, grid) = (2, 3, TokenGrid(rows: 2, columns: 3))
    /// Numbers of one frame's tokens.
    private static let size = 6 * 16

    /// Velocities with one frame's tokens, level and actions changed, frame by frame of both clips.
    private func velocities(
        _ model: DiT, _ mask: AttentionShape.Mask, _ precision: Context.Precision, changing frame: Int? = nil
    ) -> [[Float]] {
        let context = Context(model.store, precision: precision)
        let count = Self.clips * Self.frames
        var tokens = TinyDiT.noise(count * Self.size, seed: 1)
        var levels: [Float] = [0.1, 0.5, 0.9, 0.2, 0.3, 1]
        var actions = TinyDiT.noise(count * 4, seed: 2)
        if let frame {
            for i in frame * Self.size..<(frame + 1) * Self.size { tokens[i] = -tokens[i] }
            for i in frame * 4..<frame * 4 + 4 { actions[i] += 1 }
            levels[frame] = 1 - levels[frame] / 2
        }
        let y = model(
            context.constant(tokens, [count * 6, 16]), levels: levels, actions: actions, grid: Self.grid,
            clips: Self.clips, frames: Self.frames, mask: mask, context
        ).array
        return (0..<count).map { Array(y[$0 * Self.size..<($0 + 1) * Self.size]) }
    }

    @Test(arguments: [AttentionShape.Mask.causal, .full], [Context.Precision.f32, .bf16])
    func aChangeIsSeenByWhomTheMaskLets(mask: AttentionShape.Mask, precision: Context.Precision) {
        let model = TinyDiT.model()
        let before = velocities(model, mask, precision)
        for changed in 0..<Self.clips * Self.frames {
            let after = velocities(model, mask, precision, changing: changed)
            for frame in before.indices {
                let together = frame / Self.frames == changed / Self.frames
                let sees = together && (mask == .full || frame >= changed)
                #expect((after[frame] != before[frame]) == sees, "frame \(frame) of a change in \(changed)")
            }
        }
    }
}
