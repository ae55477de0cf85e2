import Worlds

/// How alike two pictures are, whatever their sizes: the correlation of their colours, by means over a grid, less each picture's mean.
struct Resemblance {
    private static let grid = (columns: 32, rows: 20)
    /// Least distance of two scenes that counts as one.
    private static let leastGap = 0.05

    private let values: [Float]
    private let length: Float

    init(_ frame: Frame) {
        let (columns, rows) = (min(Self.grid.columns, frame.width), min(Self.grid.rows, frame.height))
        var values = [Float](repeating: 0, count: Self.grid.columns * Self.grid.rows * 3)
        for row in 0..<rows {
            let ys = row * frame.height / rows..<(row + 1) * frame.height / rows
            for column in 0..<columns {
                let xs = column * frame.width / columns..<(column + 1) * frame.width / columns
                var sum = SIMD3<Float>.zero
                for y in ys { for x in xs { sum += frame.color(y * frame.width + x) } }
                let mean = sum / Float(xs.count * ys.count)
                for c in 0..<3 { values[(row * Self.grid.columns + column) * 3 + c] = mean[c] }
            }
        }
        for c in 0..<3 {
            let all = stride(from: c, to: values.count, by: 3)
            let mean = all.reduce(0) { $0 + values[$1] } / Float(values.count / 3)
            for i in all { values[i] -= mean }
        }
        self.values = values
        length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    /// 1 for the same, 0 for what has nothing in common.
    func cosine(_ other: Resemblance) -> Double {
        guard length > 1e-3, other.length > 1e-3 else { return 0 }
        var sum: Float = 0
        for i in values.indices { sum += values[i] * other.values[i] }
        return Double(sum / (length * other.length))
    }

    /// Of each picture: 1 where it is `truth`, 0 where it is no nearer to it than the nearest of `others`; 0 at least.
    static func share(_ made: Frame, truth: Frame, others: [Frame]) -> Double {
        let truth = Resemblance(truth)
        let other = others.map { truth.cosine(Resemblance($0)) }.max() ?? 0
        return max(0, 1 - (1 - truth.cosine(Resemblance(made))) / max(leastGap, 1 - other))
    }
}
