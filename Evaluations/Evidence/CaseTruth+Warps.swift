import Camera
import Foundation
import Worlds

extension CaseTruth {
    /// Depths that agree to this share belong to one surface.
    private static let agreement: Float = 0.08

    /// The warp that carries frame `source` of the main branch to frame `target` by true pose and depth: pixels that
    /// both see, of things that did not move in between.
    ///
    /// `scale` stretches the relative pose, which is how far a candidate that moves too little or too much would be;
    /// the kept pixels are those of scale 1.
    func warp(from source: Int, to target: Int, scale: Float = 1) -> Warp {
        let key = WarpKey(source: source, target: target, scale: Int((scale * 100).rounded()))
        if let known = warps.withLock({ $0[key] }) { return known }
        let made = makeWarp(source, target, scale)
        warps.withLock { $0[key] = made }
        return made
    }

    private func makeWarp(_ source: Int, _ target: Int, _ scale: Float) -> Warp {
        let (a, b) = (truth(source), truth(target))
        let (w, h) = (main[target].frame.width, main[target].frame.height)
        let from = Camera(a.pose, a.intrinsics)
        let to = Camera(b.pose, b.intrinsics)
        let sampled = scale == 1 ? from : Camera(Self.blend(b.pose, a.pose, scale), a.intrinsics)
        let still = Self.still(a, b)
        var warp = Warp()
        warp.pixels.reserveCapacity(w * h)
        warp.places.reserveCapacity(w * h)
        var motion = 0.0
        for y in 0..<h {
            for x in 0..<w {
                let i = y * w + x
                let id = b.instances[i]
                guard id < 2 || still.contains(id) else { continue }
                let ray = to.ray(Float(x), Float(y))
                let depth = b.depth[i]
                let sky = !depth.isFinite
                let place = from.project(sky ? ray : ray * depth + to.eye - from.eye)
                guard place.z > 0.02, place.x >= 0, place.y >= 0, place.x <= Float(w - 1), place.y <= Float(h - 1)
                else { continue }
                let seen = Int(place.y.rounded()) * w + Int(place.x.rounded())
                guard a.instances[seen] == id else { continue }
                let there = a.depth[seen]
                guard sky ? !there.isFinite : abs(there - place.z) < Self.agreement * place.z else { continue }
                var at = SIMD2(place.x, place.y)
                if scale != 1 {
                    let moved = sampled.project(sky ? ray : ray * depth + to.eye - sampled.eye)
                    guard moved.z > 0.02 else { continue }
                    at = SIMD2(max(0, min(Float(w - 1), moved.x)), max(0, min(Float(h - 1), moved.y)))
                }
                let way = SIMD2(at.x - Float(x), at.y - Float(y))
                motion += Double((way * way).sum().squareRoot())
                if x > 0, y > 0, x < w - 1, y < h - 1, b.instances[i - 1] == id, b.instances[i + 1] == id,
                    b.instances[i - w] == id, b.instances[i + w] == id
                {
                    warp.inner.append(Int32(warp.pixels.count))
                }
                warp.pixels.append(Int32(i))
                warp.places.append(at)
            }
        }
        warp.motion = warp.pixels.isEmpty ? 0 : Float(motion / Double(warp.pixels.count))
        return warp
    }

    /// Share of frame `target` whose surfaces frame `source` sees too.
    func covisibility(_ source: Int, _ target: Int) -> Double {
        let warp = warp(from: source, to: target)
        let frame = main[target].frame
        return Double(warp.pixels.count) / Double(frame.width * frame.height)
    }

    /// Ids of things at rest in the same state in both.
    static func still(_ a: Truth, _ b: Truth) -> Set<UInt16> {
        var before: [UInt16: Truth.ObjectState] = [:]
        for object in a.objects { before[object.id] = object }
        var ids: Set<UInt16> = []
        for object in b.objects {
            guard let old = before[object.id], old.state == object.state else { continue }
            let way = object.position - old.position
            if (way * way).sum() < 1e-4 { ids.insert(object.id) }
        }
        return ids
    }

    private static func blend(_ from: Truth.Pose, _ to: Truth.Pose, _ t: Float) -> Truth.Pose {
        var turn = to.yaw - from.yaw
        if turn > .pi { turn -= 2 * .pi } else if turn < -.pi { turn += 2 * .pi }
        return Truth.Pose(
            x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t, z: from.z + (to.z - from.z) * t,
            yaw: from.yaw + turn * t, pitch: from.pitch + (to.pitch - from.pitch) * t)
    }

    /// Pairs of nearby frames along the main branch that the camera moved between, for measuring along the path: to
    /// every second frame a candidate makes, from the nearest earlier one 1, 2, 4 or 8 frames before that lies at
    /// least a fortieth of the picture's width off on average.
    func pathPairs() -> [(source: Int, target: Int)] {
        var pairs: [(source: Int, target: Int)] = []
        for target in stride(from: firstMade, to: frameCount, by: 2) {
            for back in [1, 2, 4, 8] where target - back >= firstMade - 1 {
                let (a, b) = (truth(target - back).pose, truth(target).pose)
                let frame = main[target].frame
                if a == b { continue }
                let warp = warp(from: target - back, to: target)
                if warp.motion >= Float(frame.width) / 40 && warp.pixels.count * 40 >= frame.width * frame.height {
                    pairs.append((target - back, target))
                    break
                }
            }
        }
        return pairs
    }
}
