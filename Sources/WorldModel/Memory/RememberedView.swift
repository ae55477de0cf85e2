import Tensors

/// One latent frame as memory shows it from where the camera will be: its latent, and which parts were seen.
public struct RememberedView: Sendable {
    /// [1, h, w, C], normalised.
    public let latent: Tensor
    /// Two numbers a latent pixel: the share that the newest picture shows, and the share that any picture shows.
    public let seen: [Float]

    public init(latent: Tensor, seen: [Float]) { (self.latent, self.seen) = (latent, seen) }

    /// [1, h, w, C + 3]: latent, what was seen, and a noise level of 0.
    func tensor(pool: BufferPool) -> Tensor {
        let s = latent.shape
        let (c, pixels) = (s[3], s[1] * s[2])
        let tensor = Tensor([1, s[1], s[2], c + 3], pool: pool)
        for pixel in 0..<pixels {
            let target = tensor.f32 + pixel * (c + 3)
            target.update(from: latent.f32 + pixel * c, count: c)
            (target[c], target[c + 1], target[c + 2]) = (seen[pixel * 2], seen[pixel * 2 + 1], 0)
        }
        return tensor
    }

    /// Draws a generated latent frame [1, h, w, C] to what the newest picture shows where the two nearly agree, pixel by
    /// latent pixel, so that the sampler's small errors do not add up in a long game; what has really changed stays.
    func settle(_ x: Tensor, trust: Float) {
        let c = latent.shape[3]
        // Where they differ by this much (RMS, of latents of unit variance), half of the trust is left.
        let tolerance: Float = 0.6
        for pixel in 0..<seen.count / 2 {
            let (a, b) = (x.f32 + pixel * c, latent.f32 + pixel * c)
            var power: Float = 0
            for i in 0..<c { power += (a[i] - b[i]) * (a[i] - b[i]) }
            let ratio = power / Float(c) / (tolerance * tolerance)
            let weight = trust * seen[pixel * 2] / (1 + ratio * ratio)
            for i in 0..<c { a[i] += weight * (b[i] - a[i]) }
        }
    }

    /// Adds the noise `e` [pixels, C] to a tensor of `tensor(pool:)` and writes the level beside it.
    func noise(_ x: UnsafeMutablePointer<Float>, with e: UnsafePointer<Float>, level: Float) {
        Self.noise(x, with: e, level: level, channels: latent.shape[3], pixels: seen.count / 2)
    }

    /// The same for training: `x` [pixels, C + 3]. Added, not mixed: a model that guesses the level wrongly must not take
    /// the view for fainter or stronger than it is, or its pictures gain contrast with every frame.
    public static func noise(
        _ x: UnsafeMutablePointer<Float>, with e: UnsafePointer<Float>, level: Float, channels c: Int, pixels: Int
    ) {
        for pixel in 0..<pixels {
            let target = x + pixel * (c + 3)
            for i in 0..<c { target[i] += level * e[pixel * c + i] }
            target[c + 2] = level
        }
    }
}
