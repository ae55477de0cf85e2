import CKernels

/// The nearest orthogonal matrix, roughly: five Newton-Schulz steps of the quintic 3.4445 x - 4.7750 x^3 + 2.0315 x^5
/// (Jordan et al. 2024, "Muon"), which carry all singular values near 1. In bf16 where the CPU has instructions for it.
public enum NewtonSchulz {
    /// x [rows, columns], rows <= columns, in place.
    public static func orthogonalize(_ x: UnsafeMutablePointer<Float>, rows: Int, columns: Int, steps: Int = 5) {
        let norm = Float(dk_sum_squares(x, rows * columns).squareRoot())
        let scale = 1 / max(norm, 1e-12)
        if Kernels.hasBF16 && rows % 2 == 0 && columns % 2 == 0 {
            dk_newton_schulz(x, Int32(rows), Int32(columns), scale, Int32(steps))
        } else {
            dk_newton_schulz32(x, Int32(rows), Int32(columns), scale, Int32(steps))
        }
    }
}
