extension Frame {
    /// The part of this picture that lies in a rectangle, in another size: where it shrinks, each pixel is the mean of the
    /// area it covers; where it grows, it lies between its neighbours. Width and height need not shrink alike.
    public func resampled(
        x: Double = 0, y: Double = 0, width partWidth: Double? = nil, height partHeight: Double? = nil,
        to size: (width: Int, height: Int)
    ) -> Frame {
        let part = (width: partWidth ?? Double(width), height: partHeight ?? Double(height))
        if (x, y) == (0, 0), (width, height) == size, part == (Double(width), Double(height)) { return self }
        let columns = Self.shares(x, part.width, of: width, to: size.width)
        let rows = Self.shares(y, part.height, of: height, to: size.height)
        var result = Frame(width: size.width, height: size.height)
        var line = [Float](repeating: 0, count: width * 3)
        for (j, row) in rows.enumerated() {
            for i in line.indices { line[i] = 0 }
            for (k, weight) in row.weights.enumerated() {
                let begin = (row.first + k) * width * 3
                for i in 0..<width * 3 { line[i] += weight * Float(pixels[begin + i]) }
            }
            for (i, column) in columns.enumerated() {
                for c in 0..<3 {
                    var sum: Float = 0
                    for (k, weight) in column.weights.enumerated() { sum += weight * line[(column.first + k) * 3 + c] }
                    result.pixels[(j * size.width + i) * 3 + c] = UInt8(max(0, min(255, sum + 0.5)))
                }
            }
        }
        return result
    }

    /// Of which old pixels, from `first` on, each new one is made.
    private static func shares(
        _ begin: Double, _ length: Double, of old: Int, to new: Int
    ) -> [(first: Int, weights: [Float])] {
        let step = length / Double(new)
        return (0..<new).map { i in
            var (from, to) = (begin + Double(i) * step, begin + Double(i + 1) * step)
            if step < 1 { (from, to) = ((from + to) / 2 - 0.5, (from + to) / 2 + 0.5) }
            from = max(0, min(Double(old) - 1, from))
            to = min(Double(old), max(to, from + 1e-6))
            let first = min(old - 1, Int(from))
            let last = max(first, min(old - 1, Int(to.rounded(.up)) - 1))
            let parts = (first...last).map { max(0, Float(min(to, Double($0 + 1)) - max(from, Double($0)))) }
            let sum = parts.reduce(0, +)
            return (first, sum > 0 ? parts.map { $0 / sum } : [1] + parts.dropFirst().map { _ in 0 })
        }
    }

    /// Turned clockwise by quarters of a turn.
    public func turned(quarters: Int) -> Frame {
        let quarters = ((quarters % 4) + 4) % 4
        if quarters == 0 { return self }
        var result =
            quarters == 2 ? Frame(width: width, height: height) : Frame(width: height, height: width)
        for y in 0..<result.height {
            for x in 0..<result.width {
                let (u, v) =
                    switch quarters {
                    case 1: (y, height - 1 - x)
                    case 2: (width - 1 - x, height - 1 - y)
                    default: (width - 1 - y, x)
                    }
                for c in 0..<3 { result.pixels[(y * result.width + x) * 3 + c] = pixels[(v * width + u) * 3 + c] }
            }
        }
        return result
    }
}
