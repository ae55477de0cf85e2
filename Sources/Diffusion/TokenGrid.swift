import Tensors

/// The tokens of one latent frame: rows x columns of patches, and their rotary positions.
public struct TokenGrid: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    public var count: Int { rows * columns }

    public init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

    /// Three-axis positions: a quarter of each head's pairs turns with time, the rest with row and column.
    func rotary(frames: Range<Int>, _ c: DiTConfiguration) -> RotaryTable {
        let half = c.headDim / 2
        if !c.learnsPositions3D {
            let first = frames.lowerBound * count
            let positions = (0..<frames.count * count).map { [Float(first + $0)] }
            return RotaryTable(positions: positions, pairs: [half], bases: [10000])
        }
        let space = half * 3 / 8
        var positions: [[Float]] = []
        for frame in frames {
            for row in 0..<rows {
                for column in 0..<columns { positions.append([Float(frame), Float(row), Float(column)]) }
            }
        }
        return RotaryTable(positions: positions, pairs: [half - 2 * space, space, space], bases: [100, 30, 30])
    }
}
