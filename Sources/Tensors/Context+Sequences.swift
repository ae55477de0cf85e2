extension Context {
    /// Puts `prefix` f32 [groups * P, width] before the rows of each of `groups` equal parts of x f32 [groups * n, width].
    public func prepend(_ prefix: Tensor, to x: Tensor, groups: Int) -> Tensor {
        let (p, n, width) = (prefix.rows / groups, x.rows / groups, x.columns)
        precondition(prefix.columns == width && prefix.dtype == .f32 && x.dtype == .f32, "prefix of another width")
        let y = Tensor(
            [groups * (p + n), width], pool: pool, requiresGradient: x.requiresGradient || prefix.requiresGradient)
        let (head, tail) = (Rows(every: (p + n) * width), Rows(every: (p + n) * width, from: p * width))
        copyRows(prefix, Rows(every: p * width), to: y, head, groups: groups, count: p * width)
        copyRows(x, Rows(every: n * width), to: y, tail, groups: groups, count: n * width)
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let (first, rest) = (self.tensor(prefix.shape), self.tensor(x.shape))
            self.copyRows(g, head, to: first, Rows(every: p * width), groups: groups, count: p * width)
            self.copyRows(g, tail, to: rest, Rows(every: n * width), groups: groups, count: n * width)
            self.accumulate(first, into: prefix)
            self.accumulate(rest, into: x)
        }
        return y
    }

    /// Leaves out the first `count` rows of each of `groups` equal parts of x f32 [groups * n, width].
    public func drop(first count: Int, of x: Tensor, groups: Int) -> Tensor {
        let (n, width) = (x.rows / groups, x.columns)
        let y = Tensor([groups * (n - count), width], pool: pool, requiresGradient: x.requiresGradient)
        let (kept, packed) = (Rows(every: n * width, from: count * width), Rows(every: (n - count) * width))
        copyRows(x, kept, to: y, packed, groups: groups, count: (n - count) * width)
        record {
            guard let g = y.gradient else { return }
            y.gradient = nil
            let dx = self.tensor(x.shape)
            dx.zero()
            self.copyRows(g, packed, to: dx, kept, groups: groups, count: (n - count) * width)
            self.accumulate(dx, into: x)
        }
        return y
    }

    /// Tensors f32 of as many rows side by side: [rows, sum of columns]. One of fewer rows repeats. No gradient flows back.
    public func joined(_ parts: [Tensor], rows: Int) -> Tensor {
        let width = parts.reduce(0) { $0 + $1.columns }
        let y = Tensor([rows, width], pool: pool)
        var column = 0
        for part in parts {
            let (n, columns) = (part.rows, part.columns)
            precondition(rows % n == 0 && part.dtype == .f32, "\(part.shape) beside \(rows) rows")
            if let device {
                cudaCopyRows(
                    part.read, group: 0, row: columns, to: y.modified + column * 4, group: n * width,
                    row: width, groups: rows / n, rows: n, columns: columns, device)
            } else {
                let (source, target) = (part.f32, y.f32 + column)
                for row in 0..<rows {
                    (target + row * width).update(from: source + row % n * columns, count: columns)
                }
            }
            column += columns
        }
        return y
    }

    /// One row of a matrix, [1, columns], without a copy.
    public func row(_ index: Int, of x: Tensor) -> Tensor {
        Tensor(sharing: x, shape: [1, x.columns], offset: index * x.columns)
    }

    /// Where runs of elements lie in a tensor.
    private struct Rows {
        /// Elements from the beginning of one run to that of the next.
        var every: Int
        var from = 0
    }

    /// Copies a run of `count` elements in each of `groups`.
    private func copyRows(_ x: Tensor, _ source: Rows, to y: Tensor, _ target: Rows, groups: Int, count: Int) {
        if let device {
            cudaCopyRows(
                x.read + source.from * 4, group: source.every, row: 0, to: y.modified + target.from * 4,
                group: target.every, row: 0, groups: groups, rows: 1, columns: count, device)
            return
        }
        for group in 0..<groups {
            (y.f32 + group * target.every + target.from)
                .update(from: x.f32 + group * source.every + source.from, count: count)
        }
    }
}
