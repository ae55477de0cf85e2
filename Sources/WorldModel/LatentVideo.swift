import Codecs
import Tensors
import Worlds

/// Frames <-> normalised latents, in the grouping of the compression network: the first latent frame holds one
/// picture (several times), every later one `temporalFactor` pictures. With an upsampler frames are larger by its scale than what
/// the encoder sees.
public struct LatentVideo: Sendable {
    public let compressor: VideoCompressor
    let context: Context
    private let upsampling: (model: Upsampler, context: Context)?

    public init(_ compressor: VideoCompressor, upsampler: Upsampler? = nil, context: Context) {
        (self.compressor, self.context) = (compressor, context)
        upsampling = upsampler.map {
            ($0, Context($0.store, precision: context.precision, workers: context.workers, pool: context.pool))
        }
    }

    /// As `checkpoint` shows its pictures.
    public init(_ checkpoint: Checkpoint, precision: Context.Precision, pool: BufferPool = BufferPool()) {
        self.init(
            checkpoint.compressor, upsampler: checkpoint.upsampler,
            context: Context(checkpoint.compressor.store, precision: precision, pool: pool))
    }

    /// Pixels of a frame for each that the encoder sees, in each direction.
    public var scale: Int { upsampling?.model.configuration.scale ?? 1 }

    /// Pixels of a frame that a latent position spans in each direction.
    public var cell: Int { compressor.configuration.spatialFactor * scale }

    /// Notes in `log` where the time goes.
    func profile(to log: Profile?) {
        context.profile = log.map { ("compression network", $0) }
        upsampling?.context.profile = log.map { ("upsampler", $0) }
    }

    /// Groups of `temporalFactor` frames -> pictures f32 [groups, temporalFactor, H, W, 3] in [-1, 1].
    public static func pictures(_ groups: [[Frame]], _ context: Context) -> Tensor {
        let (h, w) = (groups[0][0].height, groups[0][0].width)
        let tensor = Tensor([groups.count, groups[0].count, h, w, 3], pool: context.pool)
        // Makes room before several threads ask for it.
        _ = tensor.f32
        let size = h * w * 3
        context.workers.run(groups.count) { g in
            for (i, frame) in groups[g].enumerated() {
                let out = tensor.f32 + (g * groups[g].count + i) * size
                frame.pixels.withUnsafeBufferPointer { p in
                    for j in 0..<size { out[j] = Float(p[j]) * (2 / 255) - 1 }
                }
            }
        }
        return tensor
    }

    /// Latents [groups, h, w, C] with zero mean and unit deviation per channel.
    public func encode(_ groups: [[Frame]]) -> Tensor {
        let pictures = context.measured("pictures") {
            PictureScale.reduced(Self.pictures(groups, context), by: scale, context)
        }
        let z = compressor.encode(pictures, context)
        let c = compressor.configuration
        let n = c.latentChannels
        let p = z.f32
        for i in 0..<z.count { p[i] = (p[i] - c.latentMean[i % n]) / c.latentDeviation[i % n] }
        return z
    }

    /// The frames of normalised latents [groups, h, w, C], a group each.
    public func decode(_ latents: Tensor) -> [[Frame]] {
        let c = compressor.configuration
        let n = c.latentChannels
        let raw = Tensor(latents.shape, pool: context.pool)
        for i in 0..<raw.count { raw.f32[i] = latents.f32[i] * c.latentDeviation[i % n] + c.latentMean[i % n] }
        let decoded = compressor.decoded(raw, context)
        let x = upsampling.map { $0.model(decoded, $0.context) } ?? decoded.pictures
        let (t, h, w) = (x.shape[1], x.shape[2], x.shape[3])
        return context.measured("pictures") {
            (0..<x.shape[0]).map { g in
                (0..<t).map { i in
                    var frame = Frame(width: w, height: h)
                    let source = x.f32 + (g * t + i) * h * w * 3
                    frame.pixels.withUnsafeMutableBufferPointer { p in
                        for j in 0..<p.count { p[j] = UInt8(max(0, min(255, (source[j] + 1) * 127.5 + 0.5))) }
                    }
                    return frame
                }
            }
        }
    }
}
