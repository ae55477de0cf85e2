import Diffusion
import Tensors
import Testing
import Text

/// A deeper transformer that begins as another one.
struct GrowthTests {
    private func grown(_ model: DiT, times: Int) -> DiT {
        var c = model.configuration
        c.depth *= times
        return model.grown(to: c)
    }

    @Test(arguments: [1, 2, 3], [Context.Precision.f32, .bf16])
    func itComputesWhatTheOldOneDoes(times: Int, precision: Context.Precision) {
        for camera in [false, true] {
            let model = TinyDiT.model(camera: camera)
            let deeper = grown(model, times: times)
            #expect(deeper.store.parameters.count > model.store.parameters.count || times == 1)
            for mask in [AttentionShape.Mask.causal, .full] {
                let old = TinyDiT.run(model, precision, mask: mask, recording: false).output.array
                let new = TinyDiT.run(deeper, precision, mask: mask, recording: false).output.array
                #expect(new == old)
                #expect(old.contains { abs($0) > 0.1 })
            }
        }
    }

    /// Copies whose gates were shut too would never learn.
    @Test func newBlocksLearnFromTheFirstStep() {
        let deeper = grown(TinyDiT.model(), times: 2)
        let (context, _, y) = TinyDiT.run(deeper, .f32, mask: .causal, recording: true)
        context.backward(y, seed: context.constant(TinyDiT.noise(y.count, seed: 4), y.shape))
        for p in deeper.store.parameters where p.name.contains("out.") || p.name.contains("down.") {
            let gradient = UnsafeBufferPointer(start: deeper.store.gradients! + p.offset, count: p.count)
            let own = UnsafeBufferPointer(start: deeper.store.pointer(p), count: p.count)
            #expect(gradient.contains { $0 != 0 }, "\(p.name)")
            let isNew = p.name.hasPrefix("blocks.1.") || p.name.hasPrefix("blocks.3.")
            #expect(own.allSatisfy { $0 == 0 } == isNew, "\(p.name)")
        }
    }

    @Test(arguments: [Context.Precision.f32, .bf16])
    func aTextChangesNothingAtFirst(precision: Context.Precision) {
        let model = TinyDiT.model(camera: true)
        var target = model.configuration
        var text = TextConfiguration(rows: 16)
        (text.width, text.heads) = (32, 2)
        target.text = text
        let grown = model.grown(to: target)
        func output(_ model: DiT) -> [Float] {
            let context = Context(model.store, precision: precision)
            return model(
                context.constant(TinyDiT.noise(18 * 16, seed: 1), [18, 16]), levels: [0.1, 0.5, 0.9],
                actions: TinyDiT.noise(12, seed: 2), grid: TokenGrid(rows: 2, columns: 3), clips: 1, frames: 3,
                mask: .causal, text: model.textKeys([[1, 2, 3]], context), context
            ).array
        }
        #expect(output(grown) == output(model))
    }
}
