import Tensors

/// One latent frame as memory shows it from where the camera will be: its latent, and which parts were seen.
public struct RememberedView: Sendable {
    /// [1, h, w, C], normalised.
    public let latent: Tensor
    /// Two numbers a latent pixel: the share that the newest picture shows, and the share that any picture shows.
    public let seen: [Float]
    /// How far what is generated is drawn to it, 0 to 1.
    public let trust: Float
    /// How often each cell was carried on since it was made, on average over its pixels, row by row; empty: nobody counted.
    public let generations: [Float]

    public init(latent: Tensor, seen: [Float], trust: Float = 0, generations: [Float] = []) {
        (self.latent, self.seen, self.trust, self.generations) = (latent, seen, trust, generations)
    }

    /// [1, h, w, C + 2]: latent, and what was seen.
    package func tensor(pool: BufferPool) -> Tensor {
        let s = latent.shape
        let (c, pixels) = (s[3], s[1] * s[2])
        let tensor = Tensor([1, s[1], s[2], c + 2], pool: pool)
        for pixel in 0..<pixels {
            let target = tensor.f32 + pixel * (c + 2)
            target.update(from: latent.f32 + pixel * c, count: c)
            (target[c], target[c + 1]) = (seen[pixel * 2], seen[pixel * 2 + 1])
        }
        return tensor
    }

    /// Puts memory's latent into the trusted cells of a generated latent frame [1, h, w, C].
    package func keep(_ trusted: [Bool], in x: Tensor) {
        let c = latent.shape[3]
        for cell in trusted.indices where trusted[cell] {
            (x.f32 + cell * c).update(from: latent.f32 + cell * c, count: c)
        }
    }

    /// Draws a generated latent frame [1, h, w, C] to what the newest picture shows where the two nearly agree, pixel by
    /// latent pixel, so that the sampler's small errors do not add up in a long game; what has really changed stays.
    package func settle(_ x: Tensor) {
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
}
