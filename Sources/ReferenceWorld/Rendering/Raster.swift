/// Where a frame is drawn: colour, depth and instance ids, and how distance fades colours.
struct Raster {
    let camera: RasterCamera
    let pixels: UnsafeMutablePointer<UInt8>
    let depth: UnsafeMutablePointer<Float>
    let ids: UnsafeMutablePointer<UInt16>
    let horizon: SIMD3<Float>
    let tint: SIMD3<Float>

    /// Towards the sun.
    static let sun = SIMD3<Float>(0.55, 0.80, -0.22)

    /// How brightly a surface shows that looks along the unit vector `normal`.
    @inline(__always) static func light(_ normal: SIMD3<Float>) -> Float {
        0.84 + 0.22 * (normal.x * sun.x + normal.y * sun.y + normal.z * sun.z)
    }

    @inline(__always) func put(_ index: Int, _ r: Float, _ g: Float, _ b: Float, distance: Float) {
        let haze = distance < 4 ? 0 : min(0.8, (distance - 4) * 0.024)
        let pixel = pixels + index * 3
        pixel[0] = Raster.byte(r + (horizon.x - r) * haze)
        pixel[1] = Raster.byte(g + (horizon.y - g) * haze)
        pixel[2] = Raster.byte(b + (horizon.z - b) * haze)
    }

    @inline(__always) static func byte(_ value: Float) -> UInt8 {
        let scaled = value * 255 + 0.5
        return UInt8(truncatingIfNeeded: Int32(scaled < 0 ? 0 : scaled > 255 ? 255 : scaled))
    }

    /// A direction or offset in the axes of something turned about the vertical.
    @inline(__always) static func turned(_ v: SIMD3<Float>, _ sine: Float, _ cosine: Float) -> SIMD3<Float> {
        SIMD3(v.x * cosine - v.z * sine, v.y, v.x * sine + v.z * cosine)
    }
}
