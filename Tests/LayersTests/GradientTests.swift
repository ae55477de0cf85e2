import Diffusion
import Layers
import Tensors
import Testing
import VideoCompression

@testable import Diffusion

/// Gradients against finite differences in f32, and the bf16 path against the f32 one.
struct GradientTests {
    static func tinyDiT(camera: Bool = false) -> DiT {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads, c.mlpRatio, c.actionInputs) = (4, 32, 2, 2, 2, 4)
        if camera {
            c.camera = CameraMotion(
                channels: 2, turnChannel: 0, turnDegrees: 6, lookChannel: 1, lookDegrees: 4, fieldOfView: 75)
        }
        let model = DiT(c, seed: 3, zeroInitialized: false)
        // adaLN-Zero begins with closed gates: open them, so that every path counts.
        var random = PhiloxGenerator(seed: 9)
        for i in 0..<model.store.count { model.store.values[i] += 0.05 * random.normal() }
        model.store.changed()
        return model
    }

    static func noise(_ count: Int, seed: UInt64) -> [Float] {
        var random = PhiloxGenerator(seed: seed)
        return (0..<count).map { _ in random.normal() }
    }

    static func run(
        _ model: DiT, _ precision: Context.Precision, mask: AttentionShape.Mask, recording: Bool
    ) -> (context: Context, input: Tensor, output: Tensor) {
        let context = Context(model.store, precision: precision, recording: recording)
        let (clips, frames, grid) = (2, 3, TokenGrid(rows: 2, columns: 3))
        let x = context.constant(noise(clips * frames * 6 * 16, seed: 1), [clips * frames * 6, 16])
        let y = model(
            x, levels: [0.1, 0.5, 0.9, 0.2, 0.3, 1], actions: noise(clips * frames * 4, seed: 2), grid: grid,
            clips: clips, frames: frames, mask: mask, context)
        return (context, x, y)
    }

    static func relativeError(_ a: [Float], _ b: [Float]) -> Double {
        let difference = zip(a, b).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        return (difference / b.reduce(1e-30) { $0 + Double($1 * $1) }).squareRoot()
    }

    @Test(arguments: [AttentionShape.Mask.causal, .full])
    func ditGradientMatchesFiniteDifferences(mask: AttentionShape.Mask) {
        let model = Self.tinyDiT()
        let (context, _, y) = Self.run(model, .f32, mask: mask, recording: true)
        let direction = Self.noise(y.count, seed: 4)
        context.backward(y, seed: context.constant(direction, y.shape))
        func loss() -> Double {
            model.store.changed()
            let (_, _, y) = Self.run(model, .f32, mask: mask, recording: false)
            return zip(y.array, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        let gradients = model.store.gradients!
        for parameter in model.store.parameters {
            // Along the gradient itself, so that rounding is small beside the difference.
            let g = (0..<parameter.count).map { gradients[parameter.offset + $0] }
            let norm = g.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
            guard norm > 1e-3 else { continue }
            let h: Float = 2e-3
            let w = model.store.pointer(parameter)
            let saved = (0..<parameter.count).map { w[$0] }
            for i in g.indices { w[i] = saved[i] + h * g[i] / norm }
            let up = loss()
            for i in g.indices { w[i] = saved[i] - h * g[i] / norm }
            let down = loss()
            for i in g.indices { w[i] = saved[i] }
            let slope = (up - down) / Double(2 * h)
            #expect(abs(slope - Double(norm)) < 0.02 * Double(norm) + 2e-3, "\(parameter.name)")
        }
    }

    @Test(arguments: [AttentionShape.Mask.causal, .full])
    func bf16FollowsF32(mask: AttentionShape.Mask) {
        let model = Self.tinyDiT()
        var gradients: [[Float]] = []
        var outputs: [[Float]] = []
        for precision in [Context.Precision.f32, .bf16] {
            let (context, _, y) = Self.run(model, precision, mask: mask, recording: true)
            model.store.zeroGradients()
            context.backward(y, seed: context.constant(Self.noise(y.count, seed: 4), y.shape))
            outputs.append(y.array)
            gradients.append(Array(UnsafeBufferPointer(start: model.store.gradients!, count: model.store.count)))
        }
        #expect(Self.relativeError(outputs[1], outputs[0]) < 0.03)
        #expect(Self.relativeError(gradients[1], gradients[0]) < 0.03)
    }

    @Test(arguments: Context.Precision.allCases, [false, true])
    func streamingEqualsTheCausalMask(precision: Context.Precision, camera: Bool) {
        let model = Self.tinyDiT(camera: camera)
        let grid = TokenGrid(rows: 2, columns: 3)
        let context = Context(model.store, precision: precision)
        let frames = 4
        let values = Self.noise(frames * 6 * 16, seed: 5)
        let actions = Self.noise(frames * 4, seed: 6)
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
            let error = Self.relativeError(y, Array(whole[frame * 96..<(frame + 1) * 96]))
            #expect(error < (precision == .f32 ? 1e-4 : 0.02))
            // The fork did not see what happened since.
            #expect(fork.count == frame)
        }
    }

    @Test(arguments: Context.Precision.allCases)
    func streamingSeesThePrefixAsTrainingDoes(precision: Context.Precision) {
        let model = Self.tinyDiT(camera: true)
        let grid = TokenGrid(rows: 2, columns: 3)
        let context = Context(model.store, precision: precision)
        let frames = 4
        let values = Self.noise(frames * 96, seed: 5)
        let actions = Self.noise(frames * 4, seed: 6)
        let levels: [Float] = [0.1, 0.2, 0.3, 0.9]
        let prefix = context.constant(Self.noise(6 * 32, seed: 7), [6, 32])
        func whole(_ prefix: Tensor?) -> [Float] {
            model(
                context.constant(values, [frames * 6, 16]), levels: levels, actions: actions, grid: grid, clips: 1,
                frames: frames, mask: .causal, prefix: prefix, context
            ).array
        }
        let expected = whole(prefix)
        #expect(Self.relativeError(whole(nil), expected) > 0.05)
        var stream = FrameStream(model, grid: grid, contextFrames: 7, context: context)
        stream.setPrefix(prefix)
        for frame in 0..<frames {
            let m = stream.modulations(levels: [levels[frame]], actions: Array(actions[frame * 4..<frame * 4 + 4]))
            let part = Array(values[frame * 96..<(frame + 1) * 96])
            let y = stream.pass(context.constant(part, [6, 16]), m, index: 0).array
            stream.advance(m)
            let error = Self.relativeError(y, Array(expected[frame * 96..<(frame + 1) * 96]))
            #expect(error < (precision == .f32 ? 1e-4 : 0.02))
        }
    }

    @Test func thePrefixGetsItsGradient() {
        let model = Self.tinyDiT()
        let grid = TokenGrid(rows: 2, columns: 3)
        let values = Self.noise(12 * 32, seed: 7)
        let direction = Self.noise(36 * 16, seed: 4)
        func output(_ values: [Float], _ context: Context) -> (Tensor, Tensor) {
            let prefix = context.tensor([12, 32])
            prefix.f32.update(from: values, count: values.count)
            let y = model(
                context.constant(Self.noise(36 * 16, seed: 1), [36, 16]), levels: [0.1, 0.5, 0.9, 0.2, 0.3, 1],
                actions: Self.noise(24, seed: 2), grid: grid, clips: 2, frames: 3, mask: .full, prefix: prefix, context)
            return (prefix, y)
        }
        let context = Context(model.store, precision: .f32, recording: true)
        let (prefix, y) = output(values, context)
        context.backward(y, seed: context.constant(direction, y.shape))
        let g = prefix.gradient!.array
        let norm = g.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        func loss(_ sign: Float) -> Double {
            let moved = zip(values, g).map { $0 + sign * 2e-3 * $1 / norm }
            let y = output(moved, Context(model.store, precision: .f32)).1.array
            return zip(y, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        let slope = (loss(1) - loss(-1)) / 4e-3
        #expect(norm > 1e-3)
        #expect(abs(slope - Double(norm)) < 0.02 * Double(norm) + 2e-3)
    }

    @Test func compressorGradientMatchesFiniteDifferences() {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels, c.encoderBlocks, c.decoderBlocks) = (8, 4, 1, 1)
        let model = VideoCompressor(c, seed: 1)
        let input = Self.noise(2 * 2 * 16 * 16 * 3, seed: 2)
        let direction = Self.noise(input.count, seed: 3)
        func output(_ context: Context) -> Tensor {
            model.decode(model.encode(context.constant(input, [2, 2, 16, 16, 3]), context), context)
        }
        let context = Context(model.store, precision: .f32, recording: true)
        let y = output(context)
        #expect(y.shape == [2, 2, 16, 16, 3])
        context.backward(y, seed: context.constant(direction, y.shape))
        func loss() -> Double {
            zip(output(Context(model.store, precision: .f32)).array, direction)
                .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        for parameter in model.store.parameters {
            let g = (0..<parameter.count).map { model.store.gradients![parameter.offset + $0] }
            let norm = g.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
            let w = model.store.pointer(parameter)
            let saved = (0..<parameter.count).map { w[$0] }
            for i in g.indices { w[i] = saved[i] + 1e-3 * g[i] / norm }
            let up = loss()
            for i in g.indices { w[i] = saved[i] - 1e-3 * g[i] / norm }
            let down = loss()
            for i in g.indices { w[i] = saved[i] }
            #expect(abs((up - down) / 2e-3 - Double(norm)) < 0.02 * Double(norm), "\(parameter.name)")
        }
    }
}
