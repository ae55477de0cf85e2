import Worlds

/// Where a candidate's own picture of a moment ago no longer fits, though the truth's does, away from all things.
struct UncausedChange {
    /// Mean difference of channels from which a pixel does not fit, of [0, 1] colour, and to which it fits in truth.
    static let (threshold, rest) = (0.15, 0.06)
    /// Share of the picture from which a patch counts.
    static let leastShare = 0.004

    /// Separate patches of change.
    private(set) var patches = 0
    /// The pixels of all of them.
    private(set) var area: [Int] = []

    init(_ evidence: Evidence, from source: Int, to target: Int) {
        let truth = evidence.truth
        let warp = truth.warp(from: source, to: target)
        let frame = evidence.main[target]
        let (w, h) = (frame.width, frame.height)
        let (was, now) = (evidence.main[source], truth.main[target].frame)
        let then = truth.main[source].frame
        if was == then && frame == now { return }
        let instances = truth.truth(target).instances
        let things = instances.indices.filter { instances[$0] > 1 }
        let near = EffectMaps.dilated(things, w, h, radius: max(2, w / 32))
        var changed = [Bool](repeating: false, count: w * h)
        for (k, pixel) in warp.pixels.enumerated() {
            let i = Int(pixel)
            if near[i] { continue }
            let place = warp.places[k]
            if Self.gap(frame, i, was, place) >= Self.threshold && Self.gap(now, i, then, place) < Self.rest {
                changed[i] = true
            }
        }
        count(Self.opened(changed, w, h), w, h)
    }

    /// Mean absolute difference of channels between a pixel and the best of the nine places round its place a moment ago.
    private static func gap(_ a: Frame, _ i: Int, _ b: Frame, _ place: SIMD2<Float>) -> Double {
        let (w, h) = (a.width, a.height)
        let (x, y) = (Int(place.x.rounded()), Int(place.y.rounded()))
        var least = Int.max
        for v in max(0, y - 1)...min(h - 1, y + 1) {
            for u in max(0, x - 1)...min(w - 1, x + 1) {
                let j = (v * w + u) * 3
                var sum = 0
                for c in 0..<3 { sum += abs(Int(a.pixels[3 * i + c]) - Int(b.pixels[j + c])) }
                least = min(least, sum)
            }
        }
        return Double(least) / 765
    }

    /// Without what is narrower than three pixels: edges that moved.
    private static func opened(_ map: [Bool], _ w: Int, _ h: Int) -> [Bool] {
        var core: [Int] = []
        for y in 1..<h - 1 {
            for x in 1..<w - 1 {
                let i = y * w + x
                let isCore = [-w - 1, -w, -w + 1, -1, 0, 1, w - 1, w, w + 1].allSatisfy { map[i + $0] }
                if isCore { core.append(i) }
            }
        }
        return core.isEmpty ? [Bool](repeating: false, count: w * h) : EffectMaps.dilated(core, w, h, radius: 1)
    }

    private mutating func count(_ map: [Bool], _ w: Int, _ h: Int) {
        var left = map
        for start in map.indices where left[start] {
            var patch = [start]
            left[start] = false
            var next = 0
            while next < patch.count {
                let (x, y) = (patch[next] % w, patch[next] / w)
                next += 1
                for v in max(0, y - 1)...min(h - 1, y + 1) {
                    for u in max(0, x - 1)...min(w - 1, x + 1) where left[v * w + u] {
                        left[v * w + u] = false
                        patch.append(v * w + u)
                    }
                }
            }
            if Double(patch.count) >= Self.leastShare * Double(w * h) {
                patches += 1
                area += patch
            }
        }
    }
}
