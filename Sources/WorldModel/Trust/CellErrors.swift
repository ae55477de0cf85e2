import Worlds

/// How far pictures lie from others, cell by cell of the latent grid.
public enum CellErrors {
    /// The root mean square difference over a cell's pixels in all pictures, of 255: one number a cell, row by row.
    public static func between(_ a: [Frame], _ b: [Frame], cell: Int) -> [Float] {
        let (columns, rows) = (a[0].width / cell, a[0].height / cell)
        var sums = [Float](repeating: 0, count: columns * rows)
        for (p, q) in zip(a, b) {
            for y in 0..<rows * cell {
                for x in 0..<columns * cell {
                    let at = (y * p.width + x) * 3
                    var power: Float = 0
                    for c in at..<at + 3 {
                        let d = Float(p.pixels[c]) - Float(q.pixels[c])
                        power += d * d
                    }
                    sums[y / cell * columns + x / cell] += power
                }
            }
        }
        let unit = 1 / Float(cell * cell * 3 * a.count)
        return sums.map { ($0 * unit).squareRoot() }
    }
}
