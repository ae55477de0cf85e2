import Diffusion
import Tensors

/// The network that engines are compared on: 64 tokens a frame of 48 channels, width 384, depth 12, 6 heads, adaLN in
/// every block, 16 frames of cached context, 4 denoising passes and a cache pass a frame; random weights.
package struct YardstickBenchmark {
    static let contextFrames = 16
    static let levels: [Float] = [1, 0.75, 0.5, 0.25, 0]
    static let grid = TokenGrid(rows: 8, columns: 8)
    let context: Context
    let model: DiT

    /// On `device`; nil: the CPU.
    package init(_ precision: Context.Precision, on device: CUDADevice?) {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads, c.actionInputs) = (12, 384, 12, 6, 26)
        (c.contextFrames, c.normalizesQK, c.learnsPositions3D) = (Self.contextFrames, false, false)
        model = DiT(c, seed: 1, zeroInitialized: false)
        // adaLN-Zero begins with closed gates: open them, so that every block has a part in the output.
        var random = PhiloxGenerator(seed: 2)
        for parameter in model.store.parameters where parameter.name.hasSuffix("modulation.weight") {
            let w = model.store.pointer(parameter)
            for i in 0..<parameter.count { w[i] = 0.02 * random.normal() }
        }
        model.store.changed()
        model.store.device = device
        context = Context(model.store, precision: precision)
    }

    package func framesPerSecond() -> Double {
        var run = warm()
        return 1 / Stopwatch.median(context.precision == .f32 ? 5 : 21) { run.frame() }
    }

    /// A stream with all of its context filled.
    func warm() -> Run {
        var run = Run(self)
        for _ in 0..<Self.contextFrames + 1 { run.frame() }
        return run
    }

    struct Run {
        private var stream: FrameStream
        private let tokens: Tensor
        private let actions: [Float]
        private let device: CUDADevice?

        init(_ yardstick: YardstickBenchmark) {
            let c = yardstick.model.configuration
            stream = FrameStream(
                yardstick.model, grid: grid, contextFrames: contextFrames, context: yardstick.context)
            tokens = yardstick.context.constant(
                [Float](repeating: 0.1, count: grid.count * c.tokenChannels), [grid.count, c.tokenChannels])
            actions = [Float](repeating: 0, count: c.actionInputs)
            device = yardstick.context.device
        }

        mutating func frame() {
            let modulations = stream.modulations(levels: levels, actions: actions)
            for pass in levels.indices { _ = stream.pass(tokens, modulations, index: pass) }
            stream.advance(modulations)
            device?.synchronize()
        }
    }
}
