extension Context {
    /// The gradient of distribution matching (Yin et al. 2024, equations 7 and 8) with respect to the velocities that made
    /// x = x_t - t v: factors[frame] (fake - real), divided by the mean distance of x from what `real` takes it for, which is
    /// noised - levels[frame] real; and the mean square of that over frames whose factor is not 0. To ask for it is to wait.
    public func matching(
        fake: Tensor, real: Tensor, x: Tensor, noised: Tensor, levels: [Float], factors: [Float]
    ) -> (gradient: Tensor, size: () -> Float) {
        let gradient = Tensor(fake.shape, pool: pool)
        let per = fake.count / levels.count
        let counted = max(1, factors.reduce(0) { $0 + ($1 == 0 ? 0 : 1) })
        let scale = 1 / (Float(counted) * Float(per))
        if let device {
            let sums = Tensor([levels.count], pool: pool)
            device.launch(
                "matching_gradient", grid: (levels.count, 1, 1), block: 256, .pointer(fake.read),
                .pointer(real.read), .pointer(x.read), .pointer(noised.read),
                .pointer(constant(levels, [levels.count]).read), .pointer(constant(factors, [factors.count]).read),
                .float(scale), .int(per), .pointer(gradient.written), .pointer(sums.written))
            let pending = PendingDownload(sums, device: device)
            return (gradient, { pending.values.reduce(0, +) / Float(counted) })
        }
        let (f, r, x, n, g) = (fake.f32, real.f32, x.f32, noised.f32, gradient.f32)
        var sum: Float = 0
        for (frame, level) in levels.enumerated() {
            var distance: Float = 0
            let all = frame * per..<(frame + 1) * per
            for i in all { distance += abs(x[i] - (n[i] - level * r[i])) }
            // Where memory knows all there is next to nothing to move.
            let size = factors[frame] / max(distance / Float(per), 0.02)
            var power: Float = 0
            for i in all {
                let d = size * (f[i] - r[i])
                power += d * d
                g[i] = scale * d
            }
            sum += power / Float(per)
        }
        let size = sum / Float(counted)
        return (gradient, { size })
    }
}
