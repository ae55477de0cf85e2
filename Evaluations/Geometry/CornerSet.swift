import Worlds

/// Corners of a picture (Shi and Tomasi 1994, "Good Features to Track") with the normalised brightness around them.
struct CornerSet: Sendable {
    /// Corners kept, at most, strongest first.
    static let most = 96
    /// Least eigenvalue of the structure tensor, as a share of the picture's strongest, and at all (8-bit units squared).
    static let (share, least): (Float, Float) = (0.01, 60)

    let width: Int
    let height: Int
    let radius: Int
    private let light: [Float]
    private(set) var points: [(x: Int, y: Int)] = []
    /// Zero mean, length 1; one for each point.
    private(set) var patches: [[Float]] = []

    init(_ frame: Frame) {
        let (w, h) = (frame.width, frame.height)
        (width, height, radius) = (w, h, w < 100 ? 2 : 3)
        let p = frame.pixels
        let light = (0..<w * h).map { i -> Float in
            let sum = Int(p[3 * i]) + 2 * Int(p[3 * i + 1]) + Int(p[3 * i + 2])
            return Float(sum) / 4
        }
        self.light = light
        let strength = Self.strengths(light, w, h)
        let floor = max(Self.least, Self.share * (strength.max() ?? 0))
        var found: [(x: Int, y: Int, strength: Float)] = []
        let edge = radius + 2
        guard w > 2 * edge, h > 2 * edge else { return }
        for y in edge..<h - edge {
            for x in edge..<w - edge {
                let i = y * w + x
                let s = strength[i]
                if s < floor || s < strength[i - 1] || s < strength[i - w] || s < strength[i - w - 1] { continue }
                if s < strength[i - w + 1] || s <= strength[i + 1] || s <= strength[i + w] { continue }
                if s <= strength[i + w - 1] || s <= strength[i + w + 1] { continue }
                found.append((x, y, s))
            }
        }
        found.sort { ($0.strength, $1.y, $1.x) > ($1.strength, $0.y, $0.x) }
        points = found.prefix(Self.most).map { ($0.x, $0.y) }
        patches = points.map { patch($0.x, $0.y) }
    }

    /// The smaller eigenvalue of the structure tensor over 3 x 3 pixels.
    private static func strengths(_ light: [Float], _ w: Int, _ h: Int) -> [Float] {
        var (xx, xy, yy) = (light.map { _ in Float(0) }, light.map { _ in Float(0) }, light.map { _ in Float(0) })
        for y in 1..<h - 1 {
            for x in 1..<w - 1 {
                let i = y * w + x
                let (gx, gy) = ((light[i + 1] - light[i - 1]) / 2, (light[i + w] - light[i - w]) / 2)
                (xx[i], xy[i], yy[i]) = (gx * gx, gx * gy, gy * gy)
            }
        }
        var out = light.map { _ in Float(0) }
        for y in 2..<h - 2 {
            for x in 2..<w - 2 {
                var (a, b, c): (Float, Float, Float) = (0, 0, 0)
                for v in y - 1...y + 1 {
                    for i in v * w + x - 1...v * w + x + 1 {
                        a += xx[i]
                        b += xy[i]
                        c += yy[i]
                    }
                }
                out[y * w + x] = ((a + c) - ((a - c) * (a - c) + 4 * b * b).squareRoot()) / 2
            }
        }
        return out
    }

    private func patch(_ x: Int, _ y: Int) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity((2 * radius + 1) * (2 * radius + 1))
        for v in y - radius...y + radius { values += light[v * width + x - radius...v * width + x + radius] }
        let mean = values.reduce(0, +) / Float(values.count)
        for k in values.indices { values[k] -= mean }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length < 1e-3 ? values.map { _ in 0 } : values.map { $0 / length }
    }

    /// Correlation of a patch with the brightness round a place.
    private func correlation(_ other: [Float], _ x: Int, _ y: Int) -> Float {
        guard x >= radius, y >= radius, x < width - radius, y < height - radius else { return -1 }
        return zip(patch(x, y), other).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Pairs of corners that are each other's most alike within `reach` pixels, correlated by 0.8 or more: place here,
    /// to a part of a pixel, and there.
    func matches(_ other: CornerSet, reach: Float) -> [(here: SIMD2<Double>, there: SIMD2<Double>)] {
        func best(_ a: CornerSet, _ b: CornerSet) -> [Int?] {
            a.points.indices.map { i in
                var found: (k: Int, value: Float)?
                for k in b.points.indices {
                    let (dx, dy) = (Float(a.points[i].x - b.points[k].x), Float(a.points[i].y - b.points[k].y))
                    if dx * dx + dy * dy > reach * reach { continue }
                    let value = zip(a.patches[i], b.patches[k]).reduce(0) { $0 + $1.0 * $1.1 }
                    if value > found?.value ?? 0.8 { found = (k, value) }
                }
                return found?.k
            }
        }
        let (to, back) = (best(self, other), best(other, self))
        return points.indices.compactMap { i in
            guard let k = to[i], back[k] == i else { return nil }
            let patch = other.patches[k]
            var (x, y) = (points[i].x, points[i].y)
            var value = correlation(patch, x, y)
            for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1)] {
                let beside = correlation(patch, points[i].x + dx, points[i].y + dy)
                if beside > value { (x, y, value) = (points[i].x + dx, points[i].y + dy, beside) }
            }
            func peak(_ a: Float, _ c: Float) -> Double {
                let bend = a + c - 2 * value
                return bend < 0 ? Double(max(-0.5, min(0.5, 0.5 * (a - c) / bend))) : 0
            }
            let here = SIMD2(
                Double(x) + peak(correlation(patch, x - 1, y), correlation(patch, x + 1, y)),
                Double(y) + peak(correlation(patch, x, y - 1), correlation(patch, x, y + 1)))
            return (here, SIMD2(Double(other.points[k].x), Double(other.points[k].y)))
        }
    }
}
