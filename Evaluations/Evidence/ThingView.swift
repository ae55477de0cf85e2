import Worlds

/// One thing in one frame of the truth: the pixels that show it, and the picture without it. Finds it in a candidate's
/// frame by how that differs from the picture without.
struct ThingView: Sendable {
    /// Pixels looked at, at most, of the thing and as many of its surroundings.
    static let most = 96
    /// Mean difference of colours, of [0, 1] a channel, from which a thing stands out.
    static let leastContrast = 0.08
    /// Least cosine between what is there and what the thing would add, over its pixels and their surroundings.
    static let leastCosine = 0.7
    /// Least strength of what is there along what the thing would add.
    static let leastShare = 0.5

    private let without: Frame
    /// Pixels of the thing, then of its surroundings.
    private let places: [(x: Int, y: Int)]
    /// Colour of the thing at its pixels, 8-bit units.
    private let colors: [SIMD3<Float>]
    /// What the thing adds to its surroundings, as its shadow does, 8-bit units: at its place a strong one is no sign that
    /// something else is there. Of a thing farther off than its surroundings reach nothing is known of the shadow.
    private let shade: [SIMD3<Float>]
    /// How far its surroundings reach.
    private let margin: Int
    /// Where the thing is to be seen: the middle of its pixels.
    let middle: SIMD2<Double>

    /// Nil where too little of it is in sight (a thousandth of the picture), or it does not stand out.
    init?(_ id: UInt16, in shown: Observation, without: Frame) {
        guard let instances = shown.truth?.instances else { return nil }
        let frame = shown.frame
        let (w, h) = (frame.width, frame.height)
        let all = instances.indices.filter { instances[$0] == id }
        guard all.count >= max(6, w * h / 1000) else { return nil }
        let contrast = all.reduce(0.0) { $0 + frame.distance(to: without, at: $1) } / Double(all.count)
        guard contrast >= Self.leastContrast else { return nil }
        margin = max(1, w / 64)
        let near = EffectMaps.dilated(all, w, h, radius: margin)
        let ring = near.indices.filter { near[$0] && instances[$0] != id }
        let (inside, outside) = (Self.thinned(all), Self.thinned(ring))
        self.without = without
        places = (inside + outside).map { (x: $0 % w, y: $0 / w) }
        colors = inside.map { frame.color($0) * 255 }
        shade = outside.map { (frame.color($0) - without.color($0)) * 255 }
        let sum = all.reduce(SIMD2<Double>(0, 0)) { $0 + SIMD2(Double($1 % w), Double($1 / w)) }
        middle = sum / Double(all.count)
    }

    private static func thinned(_ pixels: [Int]) -> [Int] {
        let step = max(1, (pixels.count + most - 1) / most)
        return stride(from: 0, to: pixels.count, by: step).map { pixels[$0] }
    }

    /// How far from its true place the thing is in `frame`, in pixels to the right and down; nil where it is not within
    /// `reach` pixels.
    func find(in frame: Frame, reach: Int) -> SIMD2<Double>? {
        let step = reach > 12 ? 2 : 1
        var best = (dx: 0, dy: 0, fit: Fit())
        best.fit = fit(frame, 0, 0)
        for dy in stride(from: -reach, through: reach, by: step) {
            for dx in stride(from: -reach, through: reach, by: step) {
                let fit = fit(frame, dx, dy)
                if fit.gain > best.fit.gain { best = (dx, dy, fit) }
            }
        }
        if step > 1 {
            let (x, y) = (best.dx, best.dy)
            for dy in y - 1...y + 1 {
                for dx in x - 1...x + 1 {
                    let fit = fit(frame, dx, dy)
                    if fit.gain > best.fit.gain { best = (dx, dy, fit) }
                }
            }
        }
        guard best.fit.isThere else { return nil }
        let (dx, dy, gain) = (best.dx, best.dy, best.fit.gain)
        return SIMD2(
            Double(dx) + Self.peak(fit(frame, dx - 1, dy).gain, gain, fit(frame, dx + 1, dy).gain),
            Double(dy) + Self.peak(fit(frame, dx, dy - 1).gain, gain, fit(frame, dx, dy + 1).gain))
    }

    /// Where the parabola through three values has its peak, within half a pixel.
    private static func peak(_ a: Double, _ b: Double, _ c: Double) -> Double {
        let bend = a + c - 2 * b
        return bend < 0 ? max(-0.5, min(0.5, 0.5 * (a - c) / bend)) : 0
    }

    private struct Fit {
        /// Squares of what differs from the picture without the thing, of what the thing would add, and their product.
        var (there, wanted, both) = (0.0, 0.0, 0.0)
        /// How much better the thing explains the picture than its absence.
        var gain: Double { 2 * both - wanted }
        var isThere: Bool {
            wanted > 0 && both >= ThingView.leastShare * wanted
                && both >= ThingView.leastCosine * (there * wanted).squareRoot()
        }
    }

    private func fit(_ frame: Frame, _ dx: Int, _ dy: Int) -> Fit {
        let (w, h) = (frame.width, frame.height)
        var (there, wanted, both): (Float, Float, Float) = (0, 0, 0)
        var seen = 0
        let isShaded = max(abs(dx), abs(dy)) <= margin
        frame.pixels.withUnsafeBufferPointer { p in
            without.pixels.withUnsafeBufferPointer { q in
                for k in places.indices {
                    let (x, y) = (places[k].x + dx, places[k].y + dy)
                    guard x >= 0, y >= 0, x < w, y < h else { continue }
                    let i = (y * w + x) * 3
                    let empty = SIMD3<Float>(Float(q[i]), Float(q[i + 1]), Float(q[i + 2]))
                    let made = SIMD3<Float>(Float(p[i]), Float(p[i + 1]), Float(p[i + 2])) - empty
                    if k >= colors.count {
                        let rest = isShaded ? made - shade[k - colors.count] : made
                        there += (rest * rest).sum()
                    } else {
                        there += (made * made).sum()
                        seen += 1
                        let want = colors[k] - empty
                        wanted += (want * want).sum()
                        both += (made * want).sum()
                    }
                }
            }
        }
        // Mostly out of the picture is not there.
        guard seen * 3 >= colors.count * 2 else { return Fit() }
        return Fit(there: Double(there), wanted: Double(wanted), both: Double(both))
    }
}
