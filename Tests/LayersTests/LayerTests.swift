import Tensors
import TestSupport
import Testing

@testable import Layers

/// Each layer against plain sums, and its gradients against finite differences.
struct LayerTests {
    private static func noise(_ count: Int, seed: UInt64) -> [Float] {
        var random = PhiloxGenerator(seed: seed)
        return (0..<count).map { _ in random.normal() }
    }

    /// A 3 x 3 convolution whose borders are zero, one number after the other.
    @Test func aConvolutionIsASumOverItsWindow() {
        let store = ParameterStore()
        let layer = Convolution(store, "c", inputs: 3, outputs: 2)
        store.allocate(seed: 4)
        let (n, h, w) = (2, 4, 5)
        let x = Self.noise(n * h * w * 3, seed: 1)
        let context = Context(store, precision: .f32)
        let found = layer(context.constant(x, [n, h, w, 3]), context).array
        let (weight, bias) = (store.pointer(layer.linear.weight), store.pointer(layer.linear.bias!))
        for image in 0..<n {
            for (y, column) in (0..<h).flatMap({ y in (0..<w).map { (y, $0) } }) {
                for out in 0..<2 {
                    var sum = Double(bias[out])
                    for (i, j, c) in (0..<3).flatMap({ i in (0..<9).map { (i, $0 / 3, $0 % 3) } }) {
                        let (row, place) = (y + i - 1, column + j - 1)
                        guard (0..<h).contains(row), (0..<w).contains(place) else { continue }
                        sum +=
                            Double(weight[out * 27 + (i * 3 + j) * 3 + c])
                            * Double(x[((image * h + row) * w + place) * 3 + c])
                    }
                    #expect(abs(Double(found[((image * h + y) * w + column) * 2 + out]) - sum) < 1e-4)
                }
            }
        }
    }

    /// `layer` makes of [6, 8] numbers an output, whose product with a random direction is the loss.
    private func checks(_ store: ParameterStore, _ layer: (Tensor, Context) -> Tensor) -> [GradientCheck] {
        store.allocate(seed: 7)
        // Nothing begins at zero, so that every path counts.
        let shift = Self.noise(store.count, seed: 8)
        for i in 0..<store.count { store.values[i] += 0.1 * shift[i] }
        store.changed()
        let x = Self.noise(48, seed: 1)
        func output(_ values: [Float], _ context: Context) -> (Tensor, Tensor) {
            let input = context.tensor([6, 8])
            input.f32.update(from: values, count: 48)
            return (input, layer(input, context))
        }
        let context = Context(store, precision: .f32, recording: true)
        let (input, y) = output(x, context)
        let direction = Self.noise(y.count, seed: 2)
        context.backward(y, seed: context.constant(direction, y.shape))
        func loss(_ values: [Float]) -> Double {
            zip(output(values, Context(store, precision: .f32)).1.array, direction)
                .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        let own = GradientCheck("input", values: x, gradient: input.gradient!.array, seed: 3, loss: loss)
        return GradientCheck.all(store, seed: 9) { loss(x) } + [own]
    }

    private func expectAll(_ checks: [GradientCheck], count: Int) {
        #expect(checks.count == count)
        for check in checks {
            #expect(check.norm > 1e-2, "\(check.name) has no gradient")
            #expect(check.error < 0.05, "\(check.name): \(check.error) of \(check.norm)")
        }
    }

    @Test func anMLPLearns() {
        let store = ParameterStore()
        let layer = MLP(store, "m", width: 8, hidden: 16)
        expectAll(checks(store) { layer($0, addedTo: GatedSum($0), $1) }, count: 5)
    }

    @Test func aResidualBlockLearns() {
        let store = ParameterStore()
        let layer = ResidualBlock(store, "r", channels: 8)
        expectAll(checks(store) { layer($1.reshape($0, [1, 2, 3, 8]), $1) }, count: 5)
    }

    @Test(arguments: [AttentionShape.Mask.causal, .full], [false, true])
    func attentionLearns(mask: AttentionShape.Mask, normalizes: Bool) {
        let store = ParameterStore()
        let layer = SelfAttention(store, "a", width: 8)
        let shape = AttentionShape(
            clips: 1, frames: 3, tokens: 2, heads: 1, headDim: 8, mask: mask, normalizesQK: normalizes)
        let rotary = RotaryTable(positions: (0..<6).map { [Float($0)] }, pairs: [4], bases: [100])
        expectAll(checks(store) { layer($0, shape, rotary: rotary, addedTo: GatedSum($0), $1) }, count: 4)
    }
}
