import CKernels
import COpenBLAS

/// The nearest orthogonal matrix, roughly: five Newton-Schulz steps of the quintic 3.4445 x - 4.7750 x^3 + 2.0315 x^5
/// (Jordan et al. 2024, "Muon"), which carry all singular values near 1. In bf16 where the CPU multiplies that faster.
public struct NewtonSchulz {
    private var gram: [Float]
    private var square: [Float]
    private var product: [Float]

    /// Room for matrices of up to `rows` x `columns`, rows <= columns.
    public init(rows: Int, columns: Int) {
        gram = [Float](repeating: 0, count: rows * rows)
        square = gram
        product = [Float](repeating: 0, count: rows * columns)
    }

    /// x [rows, columns], rows <= columns, in place.
    public mutating func orthogonalize(_ x: UnsafeMutablePointer<Float>, rows: Int, columns: Int, steps: Int = 5) {
        let count = rows * columns
        let norm = Float(dk_sum_squares(x, count).squareRoot())
        let scale = 1 / max(norm, 1e-12)
        if Kernels.hasBF16 && rows % 2 == 0 && columns % 2 == 0 {
            dk_newton_schulz(x, Int32(rows), Int32(columns), scale, Int32(steps))
            return
        }
        for i in 0..<count { x[i] *= scale }
        let (r, c) = (Int32(rows), Int32(columns))
        for _ in 0..<steps {
            // Both squares are symmetric: half of each is enough.
            cblas_ssyrk(CblasRowMajor, CblasUpper, CblasNoTrans, r, c, 1, x, c, 0, &gram, r)
            Self.mirror(&gram, rows)
            square.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: gram, count: rows * rows) }
            cblas_ssyrk(CblasRowMajor, CblasUpper, CblasNoTrans, r, r, 2.0315, gram, r, -4.7750, &square, r)
            Self.mirror(&square, rows)
            product.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: x, count: count) }
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, r, c, r, 1, square, r, product, c, 3.4445, x, c)
        }
    }

    /// Copies the upper triangle of a square matrix to the lower one, in blocks that stay in the first cache.
    private static func mirror(_ matrix: inout [Float], _ size: Int) {
        let block = 32
        matrix.withUnsafeMutableBufferPointer { m in
            for row in stride(from: 0, to: size, by: block) {
                for column in stride(from: 0, through: row, by: block) {
                    for i in row..<min(size, row + block) {
                        for j in column..<min(i, column + block) { m[i * size + j] = m[j * size + i] }
                    }
                }
            }
        }
    }
}
