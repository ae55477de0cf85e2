import Camera

/// A camera that draws: which pixels may show what.
struct RasterCamera {
    let camera: Camera
    let width: Int
    let height: Int

    init(_ pose: CameraPose, _ pinhole: Pinhole, width: Int, height: Int) {
        camera = Camera(pose.eye, pose.exactAxes, pinhole)
        (self.width, self.height) = (width, height)
    }

    @inline(__always) var eye: SIMD3<Float> { camera.eye }
    @inline(__always) var right: SIMD3<Float> { camera.right }
    @inline(__always) var intrinsics: Pinhole { camera.pinhole }

    /// The direction through the middle of the first pixel of row `y`, 1 long along the viewing axis.
    func rowStart(_ y: Int) -> SIMD3<Float> {
        camera.forward + camera.up * intrinsics.up(Float(y)) + right * intrinsics.right(0)
    }

    /// The pixels that a box may cover: rows `top..<bottom`, columns `left..<end`; empty when it is out of view.
    func bounds(
        center: SIMD3<Float>, half: SIMD3<Float>, sine: Float, cosine: Float
    ) -> (left: Int, end: Int, top: Int, bottom: Int) {
        let near: Float = 0.04
        let rel = center - eye
        let middle = view(rel)
        let ax = view(SIMD3(cosine, 0, -sine)) * half.x
        let ay = view(SIMD3(0, 1, 0)) * half.y
        let az = view(SIMD3(sine, 0, cosine)) * half.z
        let deep = abs(ax.z) + abs(ay.z) + abs(az.z)
        if middle.z + deep < near { return (0, 0, 0, 0) }
        var (x0, x1) = (Float.infinity, -Float.infinity)
        var (y0, y1) = (Float.infinity, -Float.infinity)
        @inline(__always) func include(_ p: SIMD3<Float>) {
            let inverse = 1 / p.z
            let (x, y) = (p.x * inverse, p.y * inverse)
            (x0, x1) = (x < x0 ? x : x0, x > x1 ? x : x1)
            (y0, y1) = (y < y0 ? y : y0, y > y1 ? y : y1)
        }
        @inline(__always) func corner(_ i: Int) -> SIMD3<Float> {
            middle + (i & 1 == 0 ? -ax : ax) + (i & 2 == 0 ? -ay : ay) + (i & 4 == 0 ? -az : az)
        }
        let allAhead = middle.z - deep > near
        for i in 0..<8 {
            let p = corner(i)
            if p.z > near { include(p) }
            if allAhead { continue }
            // Where edges leave the near plane.
            for bit in 0..<3 where i & (1 << bit) == 0 {
                let q = corner(i | 1 << bit)
                if (p.z > near) != (q.z > near) {
                    let cut = p + (q - p) * ((near - p.z) / (q.z - p.z))
                    include(SIMD3(cut.x, cut.y, near))
                }
            }
        }
        guard x0 <= x1 else { return (0, 0, 0, 0) }
        let (w, h) = (Float(width), Float(height))
        let left = intrinsics.cx + x0 * intrinsics.fx - 1
        let end = intrinsics.cx + x1 * intrinsics.fx + 2
        let top = intrinsics.cy - y1 * intrinsics.fy - 1
        let bottom = intrinsics.cy - y0 * intrinsics.fy + 2
        return (
            Int(max(0, min(w, left))), Int(max(0, min(w, end))), Int(max(0, min(h, top))), Int(max(0, min(h, bottom)))
        )
    }

    private func view(_ v: SIMD3<Float>) -> SIMD3<Float> {
        camera.axes.seen(v)
    }
}
