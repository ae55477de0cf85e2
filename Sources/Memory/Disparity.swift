/// Pictures of disparities, 1 / metres along the viewing axis, row by row.
enum Disparity {
    /// The disparity between pixels: bilinear on one surface, that of the nearest pixel at an edge.
    @inline(__always) static func between(
        _ disparity: UnsafeBufferPointer<Float>, _ u: Float, _ v: Float, _ width: Int, _ height: Int
    ) -> Float {
        let (x, y) = (max(0, min(Float(width - 1), u)), max(0, min(Float(height - 1), v)))
        let (x0, y0) = (min(width - 2, Int(x)), min(height - 2, Int(y)))
        let (a, b, at) = (x - Float(x0), y - Float(y0), y0 * width + x0)
        let (p, q, r, s) = (disparity[at], disparity[at + 1], disparity[at + width], disparity[at + width + 1])
        guard max(max(p, q), max(r, s)) - min(min(p, q), min(r, s)) < 0.15 * max(max(p, q), max(r, s)) else {
            return disparity[Int(y + 0.5) * width + Int(x + 0.5)]
        }
        return (p * (1 - a) + q * a) * (1 - b) + (r * (1 - a) + s * a) * b
    }

    /// At `scale` times the size.
    static func enlarged(_ disparity: [Float], width: Int, height: Int, by scale: Int) -> [Float] {
        guard scale > 1 else { return disparity }
        let unit = 1 / Float(scale)
        return disparity.withUnsafeBufferPointer { source in
            (0..<height * scale).flatMap { row in
                let v = (Float(row) + 0.5) * unit - 0.5
                return (0..<width * scale).map { between(source, (Float($0) + 0.5) * unit - 0.5, v, width, height) }
            }
        }
    }
}
