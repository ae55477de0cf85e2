import Tensors

/// Where every second pixel of one picture lies in another: the best of its correlations with the places around it, if it is
/// the best of that place's too, and how sharp it is.
struct MatchField {
    /// A place of the first picture found again.
    struct Match {
        var place: Int
        /// Places to the right and down, to a fraction.
        var shift: SIMD2<Float>
        /// How fast the correlation falls around the best: x x, x y, y y. Along an edge it does not.
        var sharpness: SIMD3<Float>
    }

    /// Displacements that are tried, in places of two pixels.
    static let reach = (rows: 6, columns: 10)
    private static let span = (h: 2 * reach.rows + 1, w: 2 * reach.columns + 1)

    let matches: [Match]

    /// Of every second pixel of one picture and every pixel of the other.
    init(_ a: PatchGrid, _ b: PatchGrid) {
        let best = Self.mutual(a, b.halved)
        matches = best.enumerated().compactMap { place, other in
            other.flatMap { Self.match(a, b, place, from: $0) }
        }
    }

    /// The place of the second picture that is most like each of the first, where that is most like it or next to what is.
    private static func mutual(_ a: PatchGrid, _ b: [Float]) -> [Int?] {
        let (h, w, count) = (a.height, a.width, span.h * span.w)
        let volume = [Float](unsafeUninitializedCapacity: h * w * count) { memory, made in
            Context.correlate(
                a.values, b, shape: (h, w, PatchGrid.depth), reach: reach, into: memory.baseAddress!, stride: count)
            made = h * w * count
        }
        var best = [Int](repeating: -1, count: h * w)
        var top = [Float](repeating: least, count: h * w)
        var (suitor, strength) = (best, top)
        volume.withUnsafeBufferPointer { volume in
            for place in 0..<h * w {
                let (y0, x0) = (place / w - reach.rows, place % w - reach.columns)
                for y in max(0, y0)..<min(h, y0 + span.h) {
                    let row = volume.baseAddress! + place * count + (y - y0) * span.w - x0
                    for x in max(0, x0)..<min(w, x0 + span.w) {
                        let other = y * w + x
                        if row[x] > top[place] { (best[place], top[place]) = (other, row[x]) }
                        if row[x] > strength[other] { (suitor[other], strength[other]) = (place, row[x]) }
                    }
                }
            }
        }
        return (0..<h * w).map { place in
            guard best[place] >= 0 else { return nil }
            let back = suitor[best[place]]
            return abs(back / w - place / w) <= 1 && abs(back % w - place % w) <= 1 ? best[place] : nil
        }
    }

    /// Less alike than this is not found again.
    private static let least: Float = 0.3

    /// The best pixel around a place of the second picture, and the summit of the paraboloid through it and its neighbours.
    private static func match(_ a: PatchGrid, _ b: PatchGrid, _ place: Int, from other: Int) -> Match? {
        let (y0, x0) = (other / a.width * 2 - 3, other % a.width * 2 - 3)
        guard y0 >= 0, x0 >= 0, y0 + 7 <= b.height, x0 + 7 <= b.width else { return nil }
        // Two pixels about, and one more for the slopes.
        var v = [Float](repeating: 0, count: 49)
        a.values.withUnsafeBufferPointer { here in
            b.values.withUnsafeBufferPointer { there in
                for i in 0..<49 {
                    let at = ((y0 + i / 7) * b.width + x0 + i % 7) * PatchGrid.depth
                    v[i] = Context.product(
                        here.baseAddress! + place * PatchGrid.depth, there.baseAddress! + at, PatchGrid.depth)
                }
            }
        }
        var i = 24
        for dy in 1...5 { for dx in 1...5 where v[dy * 7 + dx] > v[i] { i = dy * 7 + dx } }
        let gradient = SIMD2(v[i + 1] - v[i - 1], v[i + 7] - v[i - 7]) / 2
        let xx = max(0, 2 * v[i] - v[i + 1] - v[i - 1])
        let yy = max(0, 2 * v[i] - v[i + 7] - v[i - 7])
        // Never a saddle.
        let most = 0.95 * (xx * yy).squareRoot()
        let xy = max(-most, min(most, -(v[i + 8] - v[i + 6] - v[i - 6] + v[i - 8]) / 4))
        let determinant = xx * yy - xy * xy
        guard determinant > 1e-7 else { return nil }
        let summit = SIMD2(
            (yy * gradient.x - xy * gradient.y) / determinant, (xx * gradient.y - xy * gradient.x) / determinant)
        let bound = SIMD2<Float>(repeating: 0.6)
        let pixel = SIMD2(Float(x0 + i % 7), Float(y0 + i / 7)) + summit.clamped(lowerBound: -bound, upperBound: bound)
        return Match(
            place: place, shift: pixel / 2 - SIMD2(Float(place % a.width), Float(place / a.width)),
            sharpness: SIMD3(xx, xy, yy) * 4)
    }
}
