import Codecs
import Tensors
import TestSupport
import Testing

/// The compression network: shapes, who sees whom, gradients.
struct CompressorTests {
    private static func model() -> VideoCompressor {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels, c.encoderBlocks, c.decoderBlocks) = (8, 4, 1, 1)
        return VideoCompressor(c, seed: 1)
    }

    private static func noise(_ count: Int, seed: UInt64) -> [Float] {
        var random = PhiloxGenerator(seed: seed)
        return (0..<count).map { _ in random.normal() }
    }

    /// The largest difference.
    private static func error(_ a: [Float], _ b: ArraySlice<Float>) -> Float {
        zip(a, b).map { abs($0 - $1) }.max() ?? 0
    }

    @Test(arguments: [(1, 16, 16), (3, 48, 32), (2, 8, 24)])
    func anEighthOfTheResolution(frames: Int, height: Int, width: Int) {
        let model = Self.model()
        let context = Context(model.store, precision: .f32)
        let pictures = context.constant(
            Self.noise(frames * 2 * height * width * 3, seed: 2), [frames, 2, height, width, 3])
        let latents = model.encode(pictures, context)
        #expect(latents.shape == [frames, height / 8, width / 8, 4])
        #expect(model.decode(latents, context).shape == [frames, 2, height, width, 3])
    }

    /// Each latent frame is made of its own pictures, and each pair of pictures of its own latent frame.
    @Test(arguments: [Context.Precision.f32, .bf16]) func framesKnowNothingOfEachOther(precision: Context.Precision) {
        let model = Self.model()
        let context = Context(model.store, precision: precision)
        let size = 2 * 16 * 24 * 3
        let values = Self.noise(3 * size, seed: 3)
        func coded(_ values: [Float]) -> (latents: [Float], pictures: [Float]) {
            let latents = model.encode(context.constant(values, [values.count / size, 2, 16, 24, 3]), context)
            return (latents.array, model.decode(latents, context).array)
        }
        let whole = coded(values)
        let n = 2 * 3 * 4
        for frame in 0..<3 {
            let alone = coded(Array(values[frame * size..<(frame + 1) * size]))
            let latents = Self.error(alone.latents, whole.latents[frame * n..<(frame + 1) * n])
            let pictures = Self.error(alone.pictures, whole.pictures[frame * size..<(frame + 1) * size])
            // BLAS adds up many rows in another order than few.
            #expect(max(latents, pictures) < (precision == .f32 ? 1e-5 : 1e-30))
        }
        // A picture that is changed changes what is made of it.
        var other = values
        other[size + 5] += 1
        let changed = coded(other)
        let (same, differs) = (changed.latents[..<n] == whole.latents[..<n], changed.latents != whole.latents)
        #expect(same && differs)
    }

    /// All that it learns: each of these must have a gradient.
    private static let parameters: Set<String> = {
        let layers = ["encoder", "decoder"].flatMap { part in
            ["in", "blocks.0.first", "blocks.0.second", "out"].map { "\(part).\($0)" }
        }
        return Set(layers.flatMap { ["\($0).weight", "\($0).bias"] })
    }()

    @Test func everyParameterHasItsGradient() {
        let model = Self.model()
        let input = Self.noise(2 * 2 * 16 * 16 * 3, seed: 2)
        let direction = Self.noise(input.count, seed: 3)
        func output(_ context: Context) -> Tensor {
            model.decode(model.encode(context.constant(input, [2, 2, 16, 16, 3]), context), context)
        }
        let context = Context(model.store, precision: .f32, recording: true)
        let y = output(context)
        context.backward(y, seed: context.constant(direction, y.shape))
        let checks = GradientCheck.all(model.store, seed: 5) {
            zip(output(Context(model.store, precision: .f32)).array, direction)
                .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        #expect(Set(checks.map(\.name)) == Self.parameters)
        for check in checks {
            #expect(check.norm > 1e-2, "\(check.name) has no gradient")
            #expect(check.error < 0.05, "\(check.name): \(check.error) of \(check.norm)")
        }
    }
}
