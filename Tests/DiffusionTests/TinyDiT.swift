import Camera
import Diffusion
import Tensors
import Text

/// A transformer that is small enough for finite differences, and what it is asked.
enum TinyDiT {
    static func model(camera: Bool = false, text: Bool = false) -> DiT {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads, c.mlpRatio, c.actionInputs) = (4, 32, 2, 2, 2, 4)
        if camera {
            c.camera = CameraMotion(
                channels: 2, turnChannel: 0, turnDegrees: 6, lookChannel: 1, lookDegrees: 4, fieldOfView: 75)
        }
        if text {
            var t = TextConfiguration(rows: 16)
            (t.width, t.heads) = (32, 2)
            c.text = t
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
}
