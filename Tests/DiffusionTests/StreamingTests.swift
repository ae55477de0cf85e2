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
    func streamingSeesThePrefixAsTrainingDoes(precision: Context.Precision) {
        let model = TinyDiT.model(camera: true)
        let grid = TokenGrid(rows: 2, columns: 3)
        let context = Context(model.store, precision: precision)
        let frames = 4
        let values = TinyDiT.noise(frames * 96, seed: 5)
        let actions = TinyDiT.noise(frames * 4, seed: 6)
        let levels: [Float] = [0.1, 0.2, 0.3, 0.9]
        let prefix = context.constant(TinyDiT.noise(6 * 32, seed: 7), [6, 32])
        func whole(_ prefix: Tensor?) -> [Float] {
            model(
                context.constant(values, [frames * 6, 16]), levels: levels, actions: actions, grid: grid, clips: 1,
                frames: frames, mask: .causal, prefix: prefix, context
            ).array
        }
        let expected = whole(prefix)
        #expect(TinyDiT.relativeError(whole(nil), expected) > 0.05)
        var stream = FrameStream(model, grid: grid, contextFrames: 7, context: context)
        stream.setPrefix(prefix)
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
