import Tensors

/// What an upsampler's pictures are judged by: the mean squared error plus, `edges` times, the mean absolute error of the
/// differences between neighbouring pixels, so that edges and fine detail are not traded for smooth means.
struct PictureError {
    var edges: Float = 0.02
    /// Below it absolute errors are rounded off (Charbonnier), so that gradients have no corner.
    private static let rounding: Float = 0.01

    /// Pictures f32 [..., H, W, 3] in [-1, 1], and the true ones -> the loss and its gradient.
    func callAsFunction(_ x: Tensor, _ target: Tensor, _ context: Context) -> (gradient: Tensor, loss: Float) {
        let rank = x.shape.count
        let (h, line) = (x.shape[rank - 3], x.shape[rank - 2] * 3)
        let pictures = x.count / (h * line)
        let (gradient, error) = (Tensor(x.shape, pool: context.pool), Tensor(x.shape, pool: context.pool))
        let sums = Tensor([pictures], pool: context.pool)
        // Makes room before several threads ask for it.
        _ = (gradient.f32, error.f32, sums.f32)
        let unit = 1 / Float(x.count)
        let factor = edges * unit / 2
        context.workers.run(pictures) { picture in
            let at = picture * h * line
            let (a, b, d, g) = (x.f32 + at, target.f32 + at, error.f32 + at, gradient.f32 + at)
            var sum: Float = 0
            for row in 0..<h {
                var squares: Float = 0
                for i in row * line..<(row + 1) * line {
                    d[i] = a[i] - b[i]
                    squares += d[i] * d[i]
                    g[i] = 2 * unit * d[i]
                }
                sum += squares * unit
            }
            for row in 0..<h {
                let pixels = row * line..<(row + 1) * line
                sum += factor * Self.pull(d, g, pixels.lowerBound..<pixels.upperBound - 3, step: 3, factor)
                if row + 1 < h { sum += factor * Self.pull(d, g, pixels, step: line, factor) }
            }
            sums.f32[picture] = sum
        }
        return (gradient, sums.array.reduce(0, +))
    }

    /// The sum of absolute differences of the errors `d` over `step` elements; adds `factor` times its gradient to `g`.
    private static func pull(
        _ d: UnsafeMutablePointer<Float>, _ g: UnsafeMutablePointer<Float>, _ range: Range<Int>, step: Int,
        _ factor: Float
    ) -> Float {
        var sum: Float = 0
        for i in range {
            let difference = d[i + step] - d[i]
            let size = (difference * difference + rounding * rounding).squareRoot()
            let pull = factor * difference / size
            sum += size
            g[i + step] += pull
            g[i] -= pull
        }
        return sum
    }
}
