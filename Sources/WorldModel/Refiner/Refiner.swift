import Layers
import Tensors
import VideoCompression
import Worlds

/// A decoder that is told what memory shows, and was trained against a discriminator to draw what is new sharply.
///
/// With few denoising steps a generated latent lies near the mean of what could be there, and the plain decoder shows that mean:
/// a blur. This one begins as the plain decoder and learns to decide (Isola et al. 2017, pix2pix; decoders trained so:
/// Esser et al. 2021, VQGAN).
public struct Refiner: Sendable {
    public let configuration: RefinerConfiguration
    public let compressor: CompressorConfiguration
    public let store: ParameterStore
    private let input: Convolution
    private let blocks: [ResidualBlock]
    private let output: Convolution

    /// `seed` nil leaves all parameters zero, to be read from a file.
    public init(_ configuration: RefinerConfiguration, _ compressor: CompressorConfiguration, seed: UInt64? = nil) {
        (self.configuration, self.compressor) = (configuration, compressor)
        let store = ParameterStore()
        let width = configuration.width
        input = Convolution(store, "in", inputs: 2 * compressor.latentChannels + 2, outputs: width)
        blocks = (0..<configuration.blocks).map { ResidualBlock(store, "blocks.\($0)", channels: width) }
        output = Convolution(store, "out", inputs: width, outputs: compressor.pixelChannels)
        store.allocate(seed: seed)
        self.store = store
    }

    /// One that does what `decoder` does, whatever memory shows: as wide as it, and with at least as many blocks.
    public init(_ configuration: RefinerConfiguration, like decoder: VideoCompressor, seed: UInt64) {
        var configuration = configuration
        configuration.width = decoder.configuration.width
        configuration.blocks = max(configuration.blocks, decoder.configuration.decoderBlocks)
        self.init(configuration, decoder.configuration, seed: seed)
        let theirs = Dictionary(uniqueKeysWithValues: decoder.store.parameters.map { ($0.name, $0) })
        for mine in store.parameters {
            let to = store.pointer(mine)
            guard let source = theirs["decoder." + mine.name] else {
                // A further block adds nothing yet.
                if mine.name.contains(".second.") { to.update(repeating: 0, count: mine.count) }
                continue
            }
            let from = decoder.store.pointer(source)
            guard mine.count > source.count else {
                to.update(from: from, count: mine.count)
                continue
            }
            // The first layer sees more channels at each place of its windows.
            let (n, k) = (decoder.configuration.latentChannels, 2 * decoder.configuration.latentChannels + 2)
            to.update(repeating: 0, count: mine.count)
            for row in 0..<source.count / n { (to + row * k).update(from: from + row * n, count: n) }
        }
        store.changed()
    }

    /// Normalised latents f32 [n, h, w, C] and `views` f32 [n, h, w, C + 2], which are what memory shows and the shares that
    /// the newest and that any picture shows -> pictures f32 [n, temporalFactor, 8 h, 8 w, 3] in [-1, 1].
    public func callAsFunction(_ latents: Tensor, views: Tensor, _ context: Context) -> Tensor {
        let (c, s) = (compressor, compressor.spatialFactor)
        let (n, h, w, channels) = (latents.shape[0], latents.shape[1], latents.shape[2], c.latentChannels)
        let x = Tensor([n, h, w, 2 * channels + 2], pool: context.pool)
        for pixel in 0..<n * h * w {
            let target = x.f32 + pixel * (2 * channels + 2)
            let (a, b) = (latents.f32 + pixel * channels, views.f32 + pixel * (channels + 2))
            for i in 0..<channels {
                target[i] = a[i] * c.latentDeviation[i] + c.latentMean[i]
                target[channels + i] = b[i] * c.latentDeviation[i] + c.latentMean[i]
            }
            for i in channels..<channels + 2 { target[channels + i] = b[i] }
        }
        var hidden = input(x, context, output: .f32)
        for block in blocks { hidden = block(hidden, context) }
        let pixels = context.permute(
            output(hidden, context, output: .f32), shape: [n, h, w, c.temporalFactor, s, s, 3],
            axes: [0, 3, 1, 4, 2, 5, 6])
        return context.reshape(pixels, [n, c.temporalFactor, h * s, w * s, 3])
    }

    /// The pictures of one generated latent frame [1, h, w, C].
    func frames(_ latent: Tensor, view: RememberedView, _ context: Context) -> [Frame] {
        let (c, pixels) = (compressor.latentChannels, view.seen.count / 2)
        let views = Tensor(latent.shape.dropLast() + [c + 2], pool: context.pool)
        for pixel in 0..<pixels {
            let target = views.f32 + pixel * (c + 2)
            target.update(from: view.latent.f32 + pixel * c, count: c)
            (target[c], target[c + 1]) = (view.seen[pixel * 2], view.seen[pixel * 2 + 1])
        }
        return LatentVideo.frames(self(latent, views: views, context))[0]
    }
}
