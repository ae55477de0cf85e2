import CKernels
import Tensors

/// Muon (Jordan et al. 2024) for the matrices of the transformer's blocks: Nesterov momentum, orthogonalised.
///
/// Fused projections are taken apart: qkv and adaLN in square parts. An update has the size 0.2 sqrt(larger side)
/// (Liu et al. 2025), so that one rate suits all shapes.
struct Muon {
    static let momentum: Float = 0.95
    let parts: [MatrixPart]

    init(_ store: ParameterStore) {
        parts = store.parameters.flatMap { p -> [MatrixPart] in
            guard p.name.hasPrefix("blocks."), p.name.hasSuffix(".weight"), p.shape.count == 2 else { return [] }
            let (rows, columns) = (p.shape[0], p.shape[1])
            let splits = p.name.contains("qkv") || p.name.contains("modulation")
            guard splits, rows % columns == 0 else {
                return [MatrixPart(offset: p.offset, rows: rows, columns: columns)]
            }
            return (0..<rows / columns).map {
                MatrixPart(offset: p.offset + $0 * columns * columns, rows: columns, columns: columns)
            }
        }
    }

    /// The stretches of the store that are left to AdamW.
    func rest(of count: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var at = 0
        for part in parts.sorted(by: { $0.offset < $1.offset }) {
            if at < part.offset { ranges.append(at..<part.offset) }
            at = part.offset + part.rows * part.columns
        }
        if at < count { ranges.append(at..<count) }
        return ranges
    }

    /// Updates one part's weights `w` from its gradient `g` with the momentum `m`.
    static func update(
        _ part: MatrixPart, w: UnsafeMutablePointer<Float>, g: UnsafePointer<Float>, m: UnsafeMutablePointer<Float>,
        rate: Float, weightDecay: Float, gradientScale: Float
    ) {
        let (rows, columns) = (part.rows, part.columns)
        let count = rows * columns
        var direction = [Float](repeating: 0, count: count)
        dk_momentum(m, g, count, momentum, gradientScale, &direction)
        let tall = rows > columns
        if tall { direction = transposed(direction, rows: rows, columns: columns) }
        direction.withUnsafeMutableBufferPointer {
            NewtonSchulz.orthogonalize($0.baseAddress!, rows: min(rows, columns), columns: max(rows, columns))
        }
        if tall { direction = transposed(direction, rows: columns, columns: rows) }
        let size = 0.2 * Float(max(rows, columns)).squareRoot()
        dk_scale_add(1 - rate * weightDecay, -rate * size, direction, w, count)
    }

    private static func transposed(_ x: [Float], rows: Int, columns: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: x.count) { y, filled in
            for r in 0..<rows { for c in 0..<columns { y[c * rows + r] = x[r * columns + c] } }
            filled = x.count
        }
    }
}
