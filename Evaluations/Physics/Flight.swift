import Worlds

/// A stretch of free flight in truth: frames through which nothing but gravity moves a thing.
struct Flight: Sendable {
    /// Metres a second squared, and frames a second, of the reference world.
    static let (gravity, rate) = (9.8, 20.0)
    /// Frames that say something about gravity.
    static let least = 5

    /// The first and the last frame.
    let frames: ClosedRange<Int>

    /// The first flight of a thing after the given frames, as its speed tells; nil where there is none.
    init?(_ states: [Truth.ObjectState], from first: Int) {
        let loss = Float(Self.gravity / Self.rate)
        var start: Int?
        for t in max(1, first)..<states.count {
            let falls = abs(states[t - 1].velocity.y - states[t].velocity.y - loss) < loss / 10
            if falls { start = start ?? t - 1 }
            if let begin = start, !falls || t == states.count - 1 {
                let end = falls ? t : t - 1
                if end - begin + 1 >= Self.least {
                    frames = begin...end
                    return
                }
                start = nil
            }
        }
        return nil
    }

    /// Downward acceleration of heights in metres at frames, by least squares over a parabola; nil for fewer than four.
    static func acceleration(_ points: [(frame: Int, height: Double)]) -> Double? {
        guard points.count >= 4 else { return nil }
        let middle = points.reduce(0.0) { $0 + Double($1.frame) } / Double(points.count)
        // Normal equations of a + b t + c t^2, t in seconds from the middle.
        var sums = [Double](repeating: 0, count: 5)
        var rights = SIMD3<Double>(0, 0, 0)
        for point in points {
            let t = (Double(point.frame) - middle) / rate
            var power = 1.0
            for k in 0..<5 {
                sums[k] += power
                if k < 3 { rights[k] += power * point.height }
                power *= t
            }
        }
        let (a, b, c) = (
            SIMD3(sums[0], sums[1], sums[2]), SIMD3(sums[1], sums[2], sums[3]), SIMD3(sums[2], sums[3], sums[4])
        )
        func determinant(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) -> Double {
            a.x * (b.y * c.z - b.z * c.y) - b.x * (a.y * c.z - a.z * c.y) + c.x * (a.y * b.z - a.z * b.y)
        }
        let all = determinant(a, b, c)
        return abs(all) < 1e-12 ? nil : -2 * determinant(a, b, rights) / all
    }
}
