import Camera

/// Carries pixels between two cameras, a remembered one and a new one. Disparities are 1 / metres along the viewing axis.
struct Projection {
    /// The disparity of what is taken for infinitely far.
    static let far: Float = 0.01

    let width: Int
    let height: Int
    private let focal: Float
    /// Columns of the rotation from the remembered camera to the new one, and the way between them in either's axes.
    private let rotation: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)
    private let inverse: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)
    private let there: SIMD3<Float>
    private let back: SIMD3<Float>

    init(_ old: CameraPose, _ new: CameraPose, focal: Float, width: Int, height: Int) {
        (self.focal, self.width, self.height) = (focal, width, height)
        let (a, b) = (old.axes, new.axes)
        let offset = SIMD3(old.x - new.x, 0, old.z - new.z)
        rotation = (b.seen(a.right), b.seen(a.up), b.seen(a.forward))
        inverse = (a.seen(b.right), a.seen(b.up), a.seen(b.forward))
        there = b.seen(offset)
        back = a.seen(-offset)
    }

    /// Where a pixel of the remembered picture lies in the new one, and its disparity there; 0 where it lies behind.
    @inline(__always) func forward(_ x: Float, _ y: Float, _ disparity: Float) -> (Float, Float, Float) {
        carry(x, y, disparity, rotation, there)
    }

    /// The other way.
    @inline(__always) func backward(_ x: Float, _ y: Float, _ disparity: Float) -> (Float, Float, Float) {
        carry(x, y, disparity, inverse, back)
    }

    /// The same even where the remembered camera looks away: somewhere beyond the border on that side.
    func border(_ x: Float, _ y: Float, _ disparity: Float) -> (Float, Float) {
        let (u, v, _) = carry(x, y, disparity, inverse, back, least: 0.05, behind: true)
        return (u, v)
    }

    @inline(__always) private func carry(
        _ x: Float, _ y: Float, _ disparity: Float, _ columns: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>),
        _ way: SIMD3<Float>, least: Float = 0.02, behind: Bool = false
    ) -> (Float, Float, Float) {
        let (cx, cy) = (Float(width) / 2 - 0.5, Float(height) / 2 - 0.5)
        let (a, b) = ((x - cx) / focal, (cy - y) / focal)
        let near = max(Self.far, disparity)
        // Scaled by the disparity: p = ray + way * near, so that nothing is infinite.
        let p = columns.0 * a + columns.1 * b + columns.2 + way * near
        guard p.z > least || behind else { return (0, 0, 0) }
        let scale = 1 / max(least, p.z)
        return (p.x * scale * focal + cx, cy - p.y * scale * focal, near * scale)
    }
}
