extension Frame {
    /// The middle of this picture in another size: cut to the new proportions, then scaled. Each pixel is the mean of
    /// the area it covers, or lies between its neighbours where the picture grows.
    public func fitted(width newWidth: Int, height newHeight: Int) -> Frame {
        if (width, height) == (newWidth, newHeight) { return self }
        let scale = max(Double(newWidth) / Double(width), Double(newHeight) / Double(height))
        let columns = Self.weights(from: width, to: newWidth, scale)
        let rows = Self.weights(from: height, to: newHeight, scale)
        // Columns first, then rows.
        var narrow = [Float](repeating: 0, count: height * newWidth * 3)
        for y in 0..<height {
            for (x, taps) in columns.enumerated() {
                for (source, weight) in taps {
                    for c in 0..<3 {
                        narrow[(y * newWidth + x) * 3 + c] += weight * Float(pixels[(y * width + source) * 3 + c])
                    }
                }
            }
        }
        var result = Frame(width: newWidth, height: newHeight)
        for (y, taps) in rows.enumerated() {
            for i in 0..<newWidth * 3 {
                let value = taps.reduce(Float(0)) { $0 + $1.weight * narrow[$1.source * newWidth * 3 + i] }
                result.pixels[y * newWidth * 3 + i] = UInt8(max(0, min(255, value + 0.5)))
            }
        }
        return result
    }

    /// For each new pixel the old ones it is made of: a triangle as wide as the coarser of the two grids.
    private static func weights(from old: Int, to new: Int, _ scale: Double) -> [[(source: Int, weight: Float)]] {
        let reach = max(1, 1 / scale)
        let offset = (Double(old) - Double(new) / scale) / 2
        return (0..<new).map { i in
            let centre = offset + (Double(i) + 0.5) / scale - 0.5
            var taps: [(source: Int, weight: Float)] = []
            for j in Int((centre - reach).rounded(.up))...Int((centre + reach).rounded(.down)) {
                let weight = Float(1 - abs(Double(j) - centre) / reach)
                if weight > 0 { taps.append((max(0, min(old - 1, j)), weight)) }
            }
            let sum = taps.reduce(0) { $0 + $1.weight }
            return taps.map { ($0.source, $0.weight / sum) }
        }
    }
}
