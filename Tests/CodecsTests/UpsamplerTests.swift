import Codecs
import Tensors
import TestSupport
import Testing

/// The upsampler: shapes, who sees whom, what it begins as, gradients.
struct UpsamplerTests {
    private static let codec: CompressorConfiguration = {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels, c.encoderBlocks, c.decoderBlocks) = (8, 4, 1, 1)
        return c
    }()
    private let compressor = VideoCompressor(codec, seed: 1)

    private static func model(scale: Int = 2, trained: Bool = true) -> Upsampler {
        var shape = UpsamplerConfiguration()
        (shape.scale, shape.widths, shape.blocks) = (scale, [8, 6], [1, 1, 1])
        let model = Upsampler(shape, codec: codec, seed: 2)
        guard trained else { return model }
        // An untrained one's last layer is zero.
        var random = PhiloxGenerator(seed: 9)
        for parameter in model.store.parameters where parameter.name.hasPrefix("out.") {
            for i in 0..<parameter.count { model.store.pointer(parameter)[i] = 0.1 * random.normal() }
        }
        model.store.changed()
        return model
    }

    private static func latents(_ frames: Int) -> [Float] {
        var random = PhiloxGenerator(seed: 3)
        return (0..<frames * 2 * 3 * 4).map { _ in random.normal() }
    }

    private func pictures(_ model: Upsampler, _ latents: [Float], _ precision: Context.Precision) -> Tensor {
        let (coding, context) = (
            Context(compressor.store, precision: precision), Context(model.store, precision: precision)
        )
        let x = coding.constant(latents, [latents.count / 24, 2, 3, 4])
        return model(compressor.decoded(x, coding), context)
    }

    @Test(arguments: [1, 2, 3]) func picturesAreLargerByTheScale(scale: Int) {
        let x = pictures(Self.model(scale: scale), Self.latents(2), .f32)
        #expect(x.shape == [2, 2, 16 * scale, 24 * scale, 3])
    }

    @Test func untrainedItEnlargesTheDecodersPictures() {
        let context = Context(compressor.store, precision: .f32)
        let decoded = compressor.decode(context.constant(Self.latents(1), [1, 2, 3, 4]), context)
        let enlarged = Tensor([1, 2, 32, 48, 3], pool: context.pool)
        for i in 0..<enlarged.count { enlarged.f32[i] = 0 }
        PictureScale.addEnlarged(decoded, by: 2, to: enlarged, context)
        #expect(pictures(Self.model(trained: false), Self.latents(1), .f32).array == enlarged.array)
        #expect(pictures(Self.model(), Self.latents(1), .f32).array != enlarged.array)
    }

    /// A stream decodes frame by frame what a clip decodes at once, to the bit.
    @Test(arguments: Context.Precision.allCases) func framesKnowNothingOfEachOther(precision: Context.Precision) {
        let model = Self.model()
        let latents = Self.latents(5)
        let whole = pictures(model, latents, precision).array
        let alone = (0..<5).flatMap { pictures(model, Array(latents[$0 * 24..<($0 + 1) * 24]), precision).array }
        #expect(alone == whole)
    }

    @Test func everyParameterHasItsGradient() {
        let model = Self.model()
        let context = Context(model.store, precision: .f32, recording: true)
        let coding = Context(compressor.store, precision: .f32)
        let decoded = compressor.decoded(coding.constant(Self.latents(2), [2, 2, 3, 4]), coding)
        let y = model(decoded, context)
        var random = PhiloxGenerator(seed: 4)
        let direction = (0..<y.count).map { _ in random.normal() }
        context.backward(y, seed: context.constant(direction, y.shape))
        let checks = GradientCheck.all(model.store, seed: 5) {
            zip(model(decoded, Context(model.store, precision: .f32)).array, direction)
                .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        #expect(checks.count == model.store.parameters.count && checks.count == 20)
        for check in checks {
            #expect(check.norm > 1e-2, "\(check.name) has no gradient")
            #expect(check.error < 0.05, "\(check.name): \(check.error) of \(check.norm)")
        }
    }

    @Test func reducedPicturesAreMeansAndTheirGradientIsSpread() {
        let context = Context(compressor.store, precision: .f32)
        let x = context.constant((0..<2 * 4 * 6 * 3).map { Float($0) }, [1, 2, 4, 6, 3])
        let y = PictureScale.reduced(x, by: 2, context)
        #expect(y.shape == [1, 2, 2, 3, 3])
        // Pixels 0 and 1 of rows 0 and 1, red.
        #expect(y.f32[0] == Float(0 + 3 + 18 + 21) / 4)
        let limited = PictureScale.reduced(x, by: 2, limited: true, context)
        #expect(limited.array.allSatisfy { $0 <= 1 })
        // <reduced x, y> = <x, spread y>.
        let back = context.constant([Float](repeating: 0, count: x.count), x.shape)
        PictureScale.addGradient(of: y, to: back, by: 2, context)
        func product(_ a: Tensor, _ b: Tensor) -> Double {
            zip(a.array, b.array).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        #expect(abs(product(y, y) - product(x, back)) < 1e-6 * product(y, y))
    }

    @Test func enlargedPicturesLieBetweenTheirPixels() {
        let context = Context(compressor.store, precision: .f32)
        let x = context.constant([0, 0, 0, 8, 8, 8], [1, 2, 3])
        let y = context.constant([Float](repeating: 1, count: 24), [2, 4, 3])
        PictureScale.addEnlarged(x, by: 2, to: y, context)
        #expect(y.array == [1, 1, 1, 3, 3, 3, 7, 7, 7, 9, 9, 9, 1, 1, 1, 3, 3, 3, 7, 7, 7, 9, 9, 9])
    }
}
