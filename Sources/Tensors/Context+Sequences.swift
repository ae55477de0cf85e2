extension Context {
    /// Puts `prefix` f32 [groups * P, width] before the rows of each of `groups` equal parts of x f32 [groups * n, width].
    public func prepend(_ prefix: Tensor, to x: Tensor, groups: Int) -> Tensor {
        let (p, n, width) = (prefix.rows / groups, x.rows / groups, x.columns)
        precondition(prefix.columns == width && prefix.dtype == .f32 && x.dtype == .f32, "prefix of another width")
        let y = Tensor(
            [groups * (p + n), width], pool: pool, requiresGradient: x.requiresGradient || prefix.requiresGradient)
        for group in 0..<groups {
            let target = y.f32 + group * (p + n) * width
            target.update(from: prefix.f32 + group * p * width, count: p * width)
            (target + p * width).update(from: x.f32 + group * n * width, count: n * width)
        }
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let (first, rest) = (self.tensor(prefix.shape), self.tensor(x.shape))
            for group in 0..<groups {
                let source = g.f32 + group * (p + n) * width
                (first.f32 + group * p * width).update(from: source, count: p * width)
                (rest.f32 + group * n * width).update(from: source + p * width, count: n * width)
            }
            self.accumulate(first, into: prefix)
            self.accumulate(rest, into: x)
        }
        return y
    }

    /// Leaves out the first `count` rows of each of `groups` equal parts of x f32 [groups * n, width].
    public func drop(first count: Int, of x: Tensor, groups: Int) -> Tensor {
        let (n, width) = (x.rows / groups, x.columns)
        let y = Tensor([groups * (n - count), width], pool: pool, requiresGradient: x.requiresGradient)
        for group in 0..<groups {
            (y.f32 + group * (n - count) * width)
                .update(from: x.f32 + (group * n + count) * width, count: (n - count) * width)
        }
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let dx = self.tensor(x.shape)
            for group in 0..<groups {
                let target = dx.f32 + group * n * width
                target.update(repeating: 0, count: count * width)
                (target + count * width)
                    .update(from: g.f32 + group * (n - count) * width, count: (n - count) * width)
            }
            self.accumulate(dx, into: x)
        }
        return y
    }
}
