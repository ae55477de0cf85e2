import CKernels

/// What rectified flow is made of: mixtures of pictures and noise, and their errors. No gradient flows through these.
extension Context {
    /// (1 - level) x + level e, with a level for each of `levels.count` equal parts of x.
    public func mixed(_ x: Tensor, _ e: Tensor, levels: [Float]) -> Tensor {
        let y = Tensor(x.shape, pool: pool)
        let per = x.count / levels.count
        if let device {
            device.launch(
                "mix_noise", items: x.count, .pointer(x.read), .pointer(e.read),
                .pointer(constant(levels, [levels.count]).read), .long(per), .pointer(y.written), .long(x.count))
            return y
        }
        let (a, b, out) = (x.f32, e.f32, y.f32)
        for (part, level) in levels.enumerated() {
            for i in part * per..<(part + 1) * per { out[i] = (1 - level) * a[i] + level * b[i] }
        }
        return y
    }

    /// a x + b y, or a x + b factor y with a factor for each of `factors.count` equal parts.
    public func combined(_ a: Float, _ x: Tensor, _ b: Float, _ y: Tensor, factors: [Float] = [1]) -> Tensor {
        let z = Tensor(x.shape, pool: pool)
        let per = x.count / factors.count
        if let device {
            let table = factors == [1] ? nil : constant(factors, [factors.count])
            device.launch(
                "combine", items: x.count, .float(a), .pointer(x.read), .float(b),
                .pointer(table?.read ?? 0),
                .pointer(y.read), .long(per), .pointer(z.written), .long(x.count))
            return z
        }
        let (p, q, out) = (x.f32, y.f32, z.f32)
        for (part, factor) in factors.enumerated() {
            let scale = factor * b
            for i in part * per..<(part + 1) * per { out[i] = a * p[i] + scale * q[i] }
        }
        return z
    }

    /// y += a x.
    public func add(_ a: Float, _ x: Tensor, into y: Tensor) {
        if let device {
            device.launch(
                "add_scaled", items: (x.count + 7) / 8, .float(a), .pointer(x.read), .wide(x.dtype),
                .pointer(y.modified),
                .wide(y.dtype), .long(x.count))
            return
        }
        let (p, q) = (x.f32, y.f32)
        for i in 0..<x.count { q[i] += a * p[i] }
    }

    /// The mean squared error of v, weighted by one weight for each of `weights.count` equal parts, and its gradient. To ask
    /// for the loss is to wait until it is known.
    public func weightedError(
        _ v: Tensor, _ target: Tensor, weights: [Float]
    ) -> (gradient: Tensor, loss: () -> Float) {
        let gradient = Tensor(v.shape, pool: pool)
        let per = v.count / weights.count
        let counted = max(1, weights.reduce(0, +)) * Float(per)
        var sum = 0.0
        if let device {
            let sums = Tensor([weights.count], pool: pool)
            device.launch(
                "weighted_error", grid: (weights.count, 1, 1), block: 256, .pointer(v.read), .pointer(target.read),
                .pointer(constant(weights, [weights.count]).read), .float(2 / counted), .int(per),
                .pointer(gradient.written), .pointer(sums.written))
            let pending = PendingDownload(sums, device: device)
            return (gradient, { Float(pending.values.reduce(0) { $0 + Double($1) } / Double(counted)) })
        }
        let (x, y, g) = (v.f32, target.f32, gradient.f32)
        for (part, weight) in weights.enumerated() {
            var partial: Float = 0
            let factor = weight * 2 / counted
            for i in part * per..<(part + 1) * per {
                let d = x[i] - y[i]
                partial += d * d
                g[i] = d * factor
            }
            sum += Double(partial * weight)
        }
        let loss = Float(sum / Double(counted))
        return (gradient, { loss })
    }

    /// Scales vectors, the last axis of `x`, by a strength for each of `strengths.count` equal parts, and cuts them to a root
    /// mean square of `limit` first; in place.
    public func limit(_ x: Tensor, to limit: Float, strengths: [Float]) {
        let c = x.columns
        let per = x.rows / strengths.count
        if let device {
            device.launch(
                "limit_vectors", items: x.rows, .pointer(x.modified),
                .pointer(constant(strengths, [strengths.count]).read), .long(per), .float(limit), .int(c),
                .long(x.rows))
            return
        }
        let values = x.f32
        for (part, strength) in strengths.enumerated() {
            for row in part * per..<(part + 1) * per {
                let e = values + row * c
                var power: Float = 0
                for i in 0..<c { power += e[i] * e[i] }
                let size = (power / Float(c)).squareRoot()
                let factor = strength * min(1, limit / max(size, 1e-6))
                for i in 0..<c { e[i] *= factor }
            }
        }
    }

    /// Views of memory [frames, pixels, C + 2] -> [frames, pixels, C + 3]: with the noise [frames, pixels, C] added as strongly
    /// as `levels` says, and that level beside it; a negative one leaves a view as it is. With `errors` [frames, pixels, C],
    /// each frame of a clip of `clipFrames` but its first shows that of the one before it.
    ///
    /// Added, not mixed: a model that guesses the level wrongly must not take the view for fainter or stronger than it is, or its
    /// pictures gain contrast with every frame.
    public func noisedViews(
        _ views: Tensor, noise: Tensor, errors: Tensor?, levels: [Float], clipFrames: Int
    ) -> Tensor {
        let c = noise.columns
        let pixels = noise.rows / levels.count
        let out = Tensor(Array(views.shape.dropLast()) + [c + 3], pool: pool)
        if let device {
            device.launch(
                "noised_views", items: out.count, .pointer(views.read), .pointer(noise.read),
                .pointer(errors?.read ?? 0),
                .pointer(constant(levels, [levels.count]).read), .int(clipFrames), .int(pixels), .int(c),
                .pointer(out.written), .long(out.count))
            return out
        }
        let (source, e, target) = (views.f32, noise.f32, out.f32)
        let wrong = errors?.f32
        for (frame, level) in levels.enumerated() {
            for pixel in frame * pixels..<(frame + 1) * pixels {
                let (from, to) = (source + pixel * (c + 2), target + pixel * (c + 3))
                to.update(from: from, count: c + 2)
                to[c + 2] = max(0, level)
                guard level >= 0 else { continue }
                if let wrong, frame % clipFrames > 0 {
                    for i in 0..<c { to[i] += wrong[(pixel - pixels) * c + i] }
                }
                for i in 0..<c { to[i] += level * e[pixel * c + i] }
            }
        }
        return out
    }

    /// Writes rows of an f32 tensor, from `row` on.
    public func write(_ values: [Float], to table: Tensor, row: Int) {
        let start = row * table.columns
        precondition(start + values.count <= table.count)
        if let device {
            let target = table.modified + start * 4
            withExtendedLifetime(target) { device.upload(values, to: target.address, bytes: values.count * 4) }
        } else {
            (table.f32 + start).update(from: values, count: values.count)
        }
    }

    /// The rows of `table` that `index` names; zeros where it is negative.
    public func gathered(_ table: Tensor, _ index: [Int]) -> Tensor {
        let width = table.columns
        let out = Tensor([index.count, width], pool: pool)
        if let device {
            let numbers = Tensor([index.count], pool: pool)
            for (i, row) in index.enumerated() { numbers.f32[i] = Float(bitPattern: UInt32(bitPattern: Int32(row))) }
            device.launch(
                "gather_rows", items: out.count, .pointer(table.read), .pointer(numbers.read), .long(width),
                .pointer(out.written), .long(out.count))
            return out
        }
        for (i, row) in index.enumerated() {
            if row < 0 {
                (out.f32 + i * width).update(repeating: 0, count: width)
            } else {
                (out.f32 + i * width).update(from: table.f32 + row * width, count: width)
            }
        }
        return out
    }
}
