/// An axis-aligned box that stops bodies and the player.
struct SolidBox: Sendable {
    var low: SIMD3<Float>
    var high: SIMD3<Float>
    /// Index of the thing it is part of; -1 is a wall or decoration.
    var owner: Int

    /// Where a ray enters it, in multiples of `direction`; nil when it misses.
    func entry(_ eye: SIMD3<Float>, _ direction: SIMD3<Float>, margin: Float = 0) -> Float? {
        var (near, far) = (Float(0), Float.infinity)
        for axis in 0..<3 {
            let d = abs(direction[axis]) < 1e-8 ? 1e-8 : direction[axis]
            let (a, b) = ((low[axis] - margin - eye[axis]) / d, (high[axis] + margin - eye[axis]) / d)
            near = max(near, min(a, b))
            far = min(far, max(a, b))
        }
        return near <= far ? near : nil
    }

    /// Whether another box shares space with it.
    func overlaps(_ low: SIMD3<Float>, _ high: SIMD3<Float>) -> Bool {
        low.x < self.high.x && high.x > self.low.x && low.y < self.high.y && high.y > self.low.y
            && low.z < self.high.z && high.z > self.low.z
    }

    /// Distance from (x, z) to its footprint.
    func distance(_ x: Float, _ z: Float) -> Float {
        let (dx, dz) = (max(0, max(low.x - x, x - high.x)), max(0, max(low.z - z, z - high.z)))
        return (dx * dx + dz * dz).squareRoot()
    }
}
