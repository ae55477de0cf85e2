import Layers
import Tensors
import Testing

@testable import Diffusion

/// Frame by frame, a transformer computes what it computes of a whole clip.
struct StreamingTests {
    @Test(arguments: Context.Precision.allCases, [false, true])
    func streamingEqualsTheCausalMask(precision: Context.Precision, camera: Bool) {
        let model = TinyDiT.model(camera: camera)
        let grid = TokenGrid(rows: 2, columns: 3)
        let context = Context(model.store, precision: precision)
        let frames = 4
        let values = TinyDiT.noise(frames * 6 * 16, seed: 5)
        let actions = TinyDiT.noise(frames * 4, seed: 6)
        let levels: [Float] = [0.1, 0.2, 0.3, 0.9]
        let whole = model(
            context.constant(values, [frames * 6, 16]), levels: levels, actions: actions, grid: grid, clips: 1,
            frames: frames, mask: .causal, context
        ).array
        var stream = FrameStream(model, grid: grid, contextFrames: 7, context: context)
        for frame in 0..<frames {
            let part = Array(values[frame * 96..<(frame + 1) * 96])
            let m = stream.modulations(levels: [levels[frame]], actions: Array(actions[frame * 4..<frame * 4 + 4]))
            let fork = stream
            let y = stream.pass(context.constant(part, [6, 16]), m, index: 0).array
            stream.advance(m)
            let error = TinyDiT.relativeError(y, Array(whole[frame * 96..<(frame + 1) * 96]))
            #expect(error < (precision == .f32 ? 1e-4 : 0.02))
            // The fork did not see what happened since.
            #expect(fork.count == frame)
        }
    }

    @Test(arguments: Context.Precision.allCases)
    func streamingSeesTheTextAsTrainingDoes(precision: Context.Precision) {
        let model = TinyDiT.model(camera: true, text: true)
        let grid = TokenGrid(rows: 2, columns: 3)
        let context = Context(model.store, precision: precision)
        let frames = 4
        let values = TinyDiT.noise(frames * 96, seed: 5)
        let actions = TinyDiT.noise(frames * 4, seed: 6)
        let levels: [Float] = [0.1, 0.2, 0.3, 0.9]
        // Of no length that has to do with a frame's tokens.
        let text = model.textKeys([[3, 1, 4, 1, 5]], context)
        func whole(_ text: [TextKeys]?) -> [Float] {
            model(
                context.constant(values, [frames * 6, 16]), levels: levels, actions: actions, grid: grid, clips: 1,
                frames: frames, mask: .causal, text: text, context
            ).array
        }
        let expected = whole(text)
        #expect(TinyDiT.relativeError(whole(nil), expected) > 0.05)
        var stream = FrameStream(model, grid: grid, contextFrames: 7, context: context)
        stream.text = text
        for frame in 0..<frames {
            let m = stream.modulations(levels: [levels[frame]], actions: Array(actions[frame * 4..<frame * 4 + 4]))
            let part = Array(values[frame * 96..<(frame + 1) * 96])
            let y = stream.pass(context.constant(part, [6, 16]), m, index: 0).array
            stream.advance(m)
            let error = TinyDiT.relativeError(y, Array(expected[frame * 96..<(frame + 1) * 96]))
            #expect(error < (precision == .f32 ? 1e-4 : 0.02))
        }
    }
}
