import Tensors

/// Pictures f32 [..., h, w, 3] at a whole multiple or part of their size.
public enum PictureScale {
    /// [..., scale h, scale w, 3] -> [..., h, w, 3], each pixel the mean of those it covers; `limited` cuts them to [-1, 1].
    public static func reduced(_ x: Tensor, by scale: Int, limited: Bool = false, _ context: Context) -> Tensor {
        guard scale > 1 else { return x }
        let rank = x.shape.count
        let (h, w) = (x.shape[rank - 3] / scale, x.shape[rank - 2] / scale)
        let y = Tensor(x.shape.dropLast(3) + [h, w, 3], pool: context.pool)
        let (source, target) = (Pixels(x.f32), Pixels(y.f32))
        let unit = 1 / Float(scale * scale)
        context.workers.run(y.count / (w * 3)) { row in
            let (from, to) = (source.start + row * scale * scale * w * 3, target.start + row * w * 3)
            for column in 0..<w {
                var sum = SIMD3<Float>()
                for i in 0..<scale {
                    let at = from + (i * w + column) * scale * 3
                    for j in 0..<scale { sum += SIMD3(at[j * 3], at[j * 3 + 1], at[j * 3 + 2]) }
                }
                sum *= unit
                if limited { sum.clamp(lowerBound: SIMD3(repeating: -1), upperBound: SIMD3(repeating: 1)) }
                (to[column * 3], to[column * 3 + 1], to[column * 3 + 2]) = (sum.x, sum.y, sum.z)
            }
        }
        return y
    }

    /// Adds the gradient of `reduced` pictures to that of the pictures that they were made of.
    public static func addGradient(
        of reduced: Tensor, to gradient: Tensor, by scale: Int, _ context: Context
    ) {
        let w = reduced.shape[reduced.shape.count - 2]
        let share = 1 / Float(scale * scale)
        let (source, target) = (Pixels(reduced.f32), Pixels(gradient.f32))
        context.workers.run(gradient.count / (w * scale * 3)) { row in
            let (from, to) = (source.start + row / scale * w * 3, target.start + row * w * scale * 3)
            for i in 0..<w * scale { for c in 0..<3 { to[i * 3 + c] += share * from[i / scale * 3 + c] } }
        }
    }

    /// Adds x [..., h, w, 3], enlarged bilinearly, to y [..., scale h, scale w, 3].
    public static func addEnlarged(_ x: Tensor, by scale: Int, to y: Tensor, _ context: Context) {
        let rank = x.shape.count
        let (h, w) = (x.shape[rank - 3], x.shape[rank - 2])
        let (source, target) = (Pixels(x.f32), Pixels(y.f32))
        let (rows, columns) = (Self.taps(h, scale), Self.taps(w, scale))
        context.workers.run(x.count / (h * w * 3)) { picture in
            let (from, to) = (source.start + picture * h * w * 3, target.start + picture * h * w * scale * scale * 3)
            for (y, row) in rows.enumerated() {
                let (a, b) = (from + row.near * w * 3, from + row.far * w * 3)
                let out = to + y * w * scale * 3
                for (x, column) in columns.enumerated() {
                    let (p, q) = (column.near * 3, column.far * 3)
                    for c in 0..<3 {
                        let top = a[p + c] + column.share * (a[q + c] - a[p + c])
                        let bottom = b[p + c] + column.share * (b[q + c] - b[p + c])
                        out[x * 3 + c] += top + row.share * (bottom - top)
                    }
                }
            }
        }
    }

    /// For each of `scale * size` pixels the two old ones that it lies between, and how far on the way to the second.
    private static func taps(_ size: Int, _ scale: Int) -> [(near: Int, far: Int, share: Float)] {
        (0..<size * scale).map { i in
            let place = max(0, (Float(i) + 0.5) / Float(scale) - 0.5)
            let near = min(size - 1, Int(place))
            return (near, min(size - 1, near + 1), place - Float(near))
        }
    }

    /// Elements that several threads share, each its own rows.
    private struct Pixels: @unchecked Sendable {
        let start: UnsafeMutablePointer<Float>
        init(_ start: UnsafeMutablePointer<Float>) { self.start = start }
    }
}
