import CKernels
import COpenBLAS

/// The nearest orthogonal matrix, roughly: five Newton-Schulz steps of the quintic 3.4445 x - 4.7750 x^3 + 2.0315 x^5
/// (Jordan et al. 2024, "Muon"), which carry all singular values near 1.
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
        for i in 0..<count { x[i] *= scale }
        let (r, c) = (Int32(rows), Int32(columns))
        for _ in 0..<steps {
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, r, r, c, 1, x, c, x, c, 0, &gram, r)
            square.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: gram, count: rows * rows) }
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, r, r, r, 2.0315, gram, r, gram, r, -4.7750, &square, r)
            product.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: x, count: count) }
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, r, c, r, 1, square, r, product, c, 3.4445, x, c)
        }
    }
}
