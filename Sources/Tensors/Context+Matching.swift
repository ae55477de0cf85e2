/// What is made of the velocities of two models: guidance, and distribution matching. No gradient flows through these.
extension Context {
    /// v + strength H(v - weaker) for tokens [frames * rows * columns, channels], where H takes from each token's difference the
    /// mean over the 3 x 3 tokens around it. `views` [tokens, pixels * viewChannels] is what memory shows: where the last number but
    /// one of all of a token's pixels is 1, `remembered` of the strength is left.
    public func guided(
        _ v: Tensor, awayFrom weaker: Tensor, rows: Int, columns: Int, views: Tensor?, viewChannels: Int,
        strength: Float, remembered: Float
    ) -> Tensor {
        let out = Tensor(v.shape, pool: pool)
        let channels = v.columns
        let pixels = (views?.columns ?? 0) / viewChannels
        if let device {
            device.launch(
                "guide_tokens", grid: (v.rows, 1, 1), block: 96, .pointer(v.read), .pointer(weaker.read),
                .pointer(views?.read ?? 0), .int(rows), .int(columns), .int(channels), .int(pixels),
                .int(viewChannels), .float(strength), .float(remembered), .pointer(out.written))
            return out
        }
        let tokens = rows * columns
        let (a, b, seen, to) = (
            UnsafeSendable(v), UnsafeSendable(weaker), UnsafeSendable(views), UnsafeSendable(out)
        )
        workers.run(v.rows / tokens) { frame in
            let at = frame * tokens
            let (v, weak, out) = (
                a.value.f32 + at * channels, b.value.f32 + at * channels, to.value.f32 + at * channels
            )
            var mean = [Float](repeating: 0, count: channels)
            for row in 0..<rows {
                for column in 0..<columns {
                    let around = max(0, row - 1)...min(rows - 1, row + 1)
                    let beside = max(0, column - 1)...min(columns - 1, column + 1)
                    let share = 1 / Float(around.count * beside.count)
                    for i in 0..<channels { mean[i] = 0 }
                    for r in around {
                        for c in beside {
                            let token = (r * columns + c) * channels
                            for i in 0..<channels { mean[i] += share * (v[token + i] - weak[token + i]) }
                        }
                    }
                    let token = row * columns + column
                    var known: Float = 0
                    if let seen = seen.value {
                        let first = seen.f32 + (at + token) * seen.columns + viewChannels - 2
                        for i in 0..<pixels { known += first[i * viewChannels] }
                        known /= Float(pixels)
                    }
                    let factor = strength * (1 - (1 - remembered) * known)
                    for i in token * channels..<(token + 1) * channels {
                        out[i] = v[i] + factor * (v[i] - weak[i] - mean[i - token * channels])
                    }
                }
            }
        }
        return out
    }

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
