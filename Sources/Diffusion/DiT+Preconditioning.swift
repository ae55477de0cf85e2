import Tensors

extension DiT {
    /// How far latents lie from what memory shows where it shows anything: their variance, measured on the reference world
    /// (0.13 of the unit variance of latents).
    static let viewVariance: Float = 0.13

    /// Velocities: the best linear guess from the noisy tokens x_t and the remembered view m, and what the last layer adds.
    ///
    /// With x = m + r, r of variance s, and y = x_t - (1 - t) m: v = -m + (t - (1 - t) s) / ((1 - t)^2 s + t^2) y + F.
    /// Where nothing is remembered m = 0 and s = 1. So the network need not repeat noise and view number by number, which
    /// a residual stream hardly wider than a token does badly: it says what is different (the preconditioning of Karras
    /// et al. 2022, table 1, for rectified flow, around a known mean). One entry of `levels` a frame.
    func preconditioned(
        _ y: Tensor, _ tokens: Tensor, _ views: Tensor?, levels: [Float], _ context: Context
    ) -> Tensor {
        let c = configuration
        guard c.preconditioned == true else { return y }
        let guess = Tensor(tokens.shape, pool: context.pool)
        let (channels, wide) = (c.latentChannels, c.viewChannels)
        let cells = tokens.count / channels
        let perFrame = cells / levels.count
        for (frame, t) in levels.enumerated() {
            for cell in frame * perFrame..<(frame + 1) * perFrame {
                let (x, out) = (tokens.f32 + cell * channels, guess.f32 + cell * channels)
                let view = views.map { $0.f32 + cell * wide }
                let seen = view?[channels + 1] ?? 0
                let noise = view?[channels + 2] ?? 0
                let s = seen * (Self.viewVariance + noise * noise) + (1 - seen)
                let factor = (t - (1 - t) * s) / ((1 - t) * (1 - t) * s + t * t)
                for i in 0..<channels {
                    let m = view.map { seen * $0[i] } ?? 0
                    out[i] = factor * (x[i] - (1 - t) * m) - m
                }
            }
        }
        return context.add(y, guess)
    }
}
