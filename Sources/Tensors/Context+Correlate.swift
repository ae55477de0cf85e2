import CKernels

extension Context {
    /// How alike places of two pictures are: the products of a [H, W, D] with the places of b up to `reach` rows and
    /// columns away, (2 rows + 1) (2 columns + 1) numbers for every place, `stride` apart from `target` on. D is a multiple
    /// of 16. On the CPU and the calling thread; no gradient flows back.
    public static func correlate(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, shape: (h: Int, w: Int, d: Int),
        reach: (rows: Int, columns: Int), into target: UnsafeMutablePointer<Float>, stride: Int
    ) {
        precondition(shape.d % 16 == 0, "correlation of \(shape.d) numbers")
        dk_correlate(
            a, b, Int32(shape.h), Int32(shape.w), Int32(shape.d), Int32(reach.rows), Int32(reach.columns), target,
            stride)
    }

    /// The product of two vectors of a multiple of 16 numbers.
    public static func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
        var product: Float = 0
        dk_correlate(a, b, 1, 1, Int32(count), 0, 0, &product, 1)
        return product
    }
}
