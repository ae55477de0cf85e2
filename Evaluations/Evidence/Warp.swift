import Worlds

/// Where the pixels of one view lie in another: for each kept pixel of the target, its place in the source.
struct Warp: Sendable {
    /// Index (row times width plus column) in the target.
    var pixels: [Int32] = []
    /// Place in the source, in pixels, inside the picture.
    var places: [SIMD2<Float>] = []
    /// Positions in `pixels` of those whose neighbours belong to the same thing: the insides of surfaces.
    var inner: [Int32] = []
    /// Mean distance between a pixel and its place in the source, in pixels.
    var motion: Float = 0

    /// Sums of squared errors in [0, 1] colour over the kept pixels and channels: of the source carried over, and of
    /// the source as it stands.
    ///
    /// With `inside`, over the insides of surfaces alone.
    func errors(from source: Frame, to target: Frame, inside: Bool = false) -> (warp: Double, identity: Double) {
        let count = inside ? inner.count : pixels.count
        let w = source.width
        var (warp, identity) = (Float(0), Float(0))
        var (warps, identities) = (0.0, 0.0)
        source.pixels.withUnsafeBufferPointer { s in
            target.pixels.withUnsafeBufferPointer { t in
                for k in 0..<count {
                    let i = inside ? Int(inner[k]) : k
                    let p = Int(pixels[i]) * 3
                    let value = Self.sample(s, w, source.height, places[i])
                    let want = SIMD3<Float>(Float(t[p]), Float(t[p + 1]), Float(t[p + 2]))
                    let stays = SIMD3<Float>(Float(s[p]), Float(s[p + 1]), Float(s[p + 2]))
                    let (a, b) = (value - want, stays - want)
                    warp += (a * a).sum()
                    identity += (b * b).sum()
                    if k & 255 == 255 {
                        warps += Double(warp)
                        identities += Double(identity)
                        (warp, identity) = (0, 0)
                    }
                }
            }
        }
        return ((warps + Double(warp)) / 65025, (identities + Double(identity)) / 65025)
    }

    /// Bilinear colour of an 8-bit RGB picture.
    @inline(__always)
    static func sample(
        _ p: UnsafeBufferPointer<UInt8>, _ w: Int, _ h: Int, _ place: SIMD2<Float>
    ) -> SIMD3<Float> {
        let x0 = max(0, min(w - 1, Int(place.x)))
        let y0 = max(0, min(h - 1, Int(place.y)))
        let (x1, y1) = (min(w - 1, x0 + 1), min(h - 1, y0 + 1))
        let (fx, fy) = (max(0, place.x - Float(x0)), max(0, place.y - Float(y0)))
        @inline(__always) func at(_ x: Int, _ y: Int) -> SIMD3<Float> {
            let i = (y * w + x) * 3
            return SIMD3(Float(p[i]), Float(p[i + 1]), Float(p[i + 2]))
        }
        let top = at(x0, y0) * (1 - fx) + at(x1, y0) * fx
        let bottom = at(x0, y1) * (1 - fx) + at(x1, y1) * fx
        return top * (1 - fy) + bottom * fy
    }
}
