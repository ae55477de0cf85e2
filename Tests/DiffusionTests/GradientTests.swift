import Diffusion
import Tensors
import TestSupport
import Testing

/// Gradients against finite differences in f32, and the bf16 path against the f32 one.
struct GradientTests {
    /// All that a transformer learns: each of these must have a gradient.
    private static let parameters: Set<String> = {
        let whole = ["input", "noise.first", "noise.second", "action", "final.modulation", "final.output"]
        let block = ["modulation", "attention.out", "mlp.up", "mlp.down"]
        let layers = whole + (0..<2).flatMap { number in block.map { "blocks.\(number).\($0)" } }
        return Set(
            layers.flatMap { ["\($0).weight", "\($0).bias"] } + (0..<2).map { "blocks.\($0).attention.qkv.weight" })
    }()

    @Test(arguments: [AttentionShape.Mask.causal, .full])
    func everyParameterHasItsGradient(mask: AttentionShape.Mask) {
        let model = TinyDiT.model()
        let (context, _, y) = TinyDiT.run(model, .f32, mask: mask, recording: true)
        let direction = TinyDiT.noise(y.count, seed: 4)
        context.backward(y, seed: context.constant(direction, y.shape))
        let checks = GradientCheck.all(model.store, seed: 5) {
            let (_, _, y) = TinyDiT.run(model, .f32, mask: mask, recording: false)
            return zip(y.array, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        #expect(Set(checks.map(\.name)) == Self.parameters)
        for check in checks {
            #expect(check.norm > 1e-2, "\(check.name) has no gradient")
            #expect(check.error < 0.05, "\(check.name): \(check.error) of \(check.norm)")
        }
    }

    @Test(arguments: [AttentionShape.Mask.causal, .full])
    func bf16FollowsF32(mask: AttentionShape.Mask) {
        let model = TinyDiT.model()
        var gradients: [[Float]] = []
        var outputs: [[Float]] = []
        for precision in [Context.Precision.f32, .bf16] {
            let (context, _, y) = TinyDiT.run(model, precision, mask: mask, recording: true)
            model.store.zeroGradients()
            context.backward(y, seed: context.constant(TinyDiT.noise(y.count, seed: 4), y.shape))
            outputs.append(y.array)
            gradients.append(Array(UnsafeBufferPointer(start: model.store.gradients!, count: model.store.count)))
        }
        #expect(TinyDiT.relativeError(outputs[1], outputs[0]) < 0.03)
        #expect(TinyDiT.relativeError(gradients[1], gradients[0]) < 0.03)
    }

    /// Clips with texts of other lengths, and one without; every parameter that text goes through.
    @Test func textGetsItsGradient() {
        let model = TinyDiT.model(text: true)
        let grid = TokenGrid(rows: 2, columns: 3)
        let direction = TinyDiT.noise(54 * 16, seed: 4)
        func output(_ context: Context) -> Tensor {
            model(
                context.constant(TinyDiT.noise(54 * 16, seed: 1), [54, 16]),
                levels: [0.1, 0.5, 0.9, 0.2, 0.3, 1, 0.4, 0.7, 0.6], actions: TinyDiT.noise(36, seed: 2), grid: grid,
                clips: 3, frames: 3, mask: .full, text: model.textKeys([[2, 7, 1], [], [5, 5, 9, 12, 3]], context),
                context)
        }
        let context = Context(model.store, precision: .f32, recording: true)
        model.store.zeroGradients()
        let y = output(context)
        context.backward(y, seed: context.constant(direction, y.shape))
        let checks = GradientCheck.all(model.store, seed: 6) {
            let y = output(Context(model.store, precision: .f32)).array
            return zip(y, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        for check in checks where check.name.contains("text.") || check.name.contains("qkv") {
            #expect(check.norm > 1e-3, "\(check.name)")
            #expect(check.error < 0.05 || check.difference < 0.02, "\(check.name): \(check.error) of \(check.norm)")
        }
    }

    @Test func textInHalfPrecisionIsThatInFull() {
        let model = TinyDiT.model(text: true)
        let grid = TokenGrid(rows: 2, columns: 3)
        var outputs: [[Float]] = []
        var gradients: [[Float]] = []
        for precision in [Context.Precision.f32, .bf16] {
            let context = Context(model.store, precision: precision, recording: true)
            model.store.zeroGradients()
            let y = model(
                context.constant(TinyDiT.noise(36 * 16, seed: 1), [36, 16]), levels: [0.1, 0.5, 0.9, 0.2, 0.3, 1],
                actions: TinyDiT.noise(24, seed: 2), grid: grid, clips: 2, frames: 3, mask: .causal,
                text: model.textKeys([[2, 7, 1, 4, 4], [8]], context), context)
            context.backward(y, seed: context.constant(TinyDiT.noise(y.count, seed: 4), y.shape))
            outputs.append(y.array)
            gradients.append(Array(UnsafeBufferPointer(start: model.store.gradients!, count: model.store.count)))
        }
        #expect(TinyDiT.relativeError(outputs[1], outputs[0]) < 0.03)
        #expect(TinyDiT.relativeError(gradients[1], gradients[0]) < 0.03)
    }
}
