import Testing

@testable import Tensors

/// The steps beside the same ones in double precision.
struct NewtonSchulzTests {
    private typealias Matrix = [[Double]]

    private static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
        a.map { row in b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
    }

    private static func combined(_ terms: (Double, Matrix)...) -> Matrix {
        terms[0].1.indices.map { i in
            terms[0].1[0].indices.map { j in terms.reduce(0) { $0 + $1.0 * $1.1[i][j] } }
        }
    }

    // Sizes of whole panels and not; an odd one keeps f32 on every machine.
    @Test(arguments: [(32, 64), (50, 50), (18, 130), (7, 20)])
    func stepsAreThoseOfDoublePrecision(rows: Int, columns: Int) {
        let seed = UInt64.random(in: 0..<(1 << 60))
        var x = Int8Tests.normals(rows * columns, seed)
        let norm = x.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
        var expected: Matrix = (0..<rows).map { r in (0..<columns).map { Double(x[r * columns + $0]) / norm } }
        for _ in 0..<5 {
            let transposed = (0..<columns).map { c in (0..<rows).map { expected[$0][c] } }
            let gram = Self.product(expected, transposed)
            let polynomial = Self.combined((-4.7750, gram), (2.0315, Self.product(gram, gram)))
            expected = Self.combined((3.4445, expected), (1, Self.product(polynomial, expected)))
        }
        x.withUnsafeMutableBufferPointer {
            NewtonSchulz.orthogonalize($0.baseAddress!, rows: rows, columns: columns)
        }
        // The steps stretch small singular values, and what rounding adds to them, hundredfold.
        let error = Int8Tests.relativeError(x, expected.flatMap { $0.map(Float.init) })
        #expect(error < (rows % 2 == 0 ? 0.1 : 1e-3), "seed \(seed)")
    }
}
