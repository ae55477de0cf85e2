import Foundation
import Worlds

/// Renders things object by object into a depth buffer: exact rays against boxes and spheres inside their bounds.
struct Renderer: Sendable {
    let width: Int
    let height: Int
    let intrinsics: Truth.Intrinsics
    private let far: Float = 40

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        // 75 degrees across.
        let f = Float(width) / 2 / tan(75 * .pi / 360)
        intrinsics = Truth.Intrinsics(fx: f, fy: f, cx: Float(width) / 2, cy: Float(height) / 2)
    }

    func render(_ scene: Scene, pose: Truth.Pose) -> (frame: Frame, depth: [Float], instances: [UInt16]) {
        var frame = Frame(width: width, height: height)
        var depth = [Float](repeating: .infinity, count: width * height)
        var instances = [UInt16](repeating: 0, count: width * height)
        let eye = SIMD3(pose.x, pose.y, pose.z)
        let (cy, sy, cp, sp) = (cos(pose.yaw), sin(pose.yaw), cos(pose.pitch), sin(pose.pitch))
        let right = SIMD3<Float>(cy, 0, -sy)
        let forward = SIMD3<Float>(sy * cp, sp, cy * cp)
        let up = SIMD3<Float>(-sy * sp, cp, -cy * sp)
        let k = intrinsics
        frame.pixels.withUnsafeMutableBufferPointer { pixels in
            depth.withUnsafeMutableBufferPointer { z in
                instances.withUnsafeMutableBufferPointer { ids in
                    @inline(__always) func ray(_ x: Int, _ y: Int) -> SIMD3<Float> {
                        forward + right * ((Float(x) + 0.5 - k.cx) / k.fx) + up * ((k.cy - Float(y) - 0.5) / k.fy)
                    }
                    @inline(__always) func put(_ i: Int, _ color: SIMD3<Float>, _ distance: Float) {
                        let haze = min(0.75, distance * distance / 500)
                        let c = (color + (scene.sky - color) * haze) * 255 + 0.5
                        pixels[3 * i] = UInt8(max(0, min(255, c.x)))
                        pixels[3 * i + 1] = UInt8(max(0, min(255, c.y)))
                        pixels[3 * i + 2] = UInt8(max(0, min(255, c.z)))
                    }
                    for y in 0..<height {
                        for x in 0..<width {
                            let d = ray(x, y)
                            let i = y * width + x
                            if d.y < -1e-4 {
                                let t = -eye.y / d.y
                                let p = eye + d * t
                                let fade = 0.1 * max(0, 1 - t / 12)
                                let odd = (Int(floor(p.x / 1.5)) + Int(floor(p.z / 1.5))) & 1 == 0
                                z[i] = t
                                ids[i] = 1
                                put(i, scene.ground * (odd ? 1 + fade : 1 - fade), min(t, far))
                            } else {
                                let h = max(0, min(1, d.y * 1.6))
                                put(i, scene.sky * (1 - 0.25 * h) + SIMD3(repeating: 0.12) * (1 - h), 0)
                            }
                        }
                    }
                    for thing in scene.things {
                        let rect = bounds(thing, eye, right, up, forward)
                        guard rect.x0 < rect.x1, rect.y0 < rect.y1 else { continue }
                        let color = thing.shownColor
                        if thing.form == .sphere {
                            let o = eye - thing.position
                            let r = thing.half.x
                            let c = (o * o).sum() - r * r
                            for y in rect.y0..<rect.y1 {
                                for x in rect.x0..<rect.x1 {
                                    let d = ray(x, y)
                                    let a = (d * d).sum()
                                    let b = (o * d).sum()
                                    let q = b * b - a * c
                                    guard q > 0 else { continue }
                                    let t = (-b - q.squareRoot()) / a
                                    let i = y * width + x
                                    guard t > 0.05, t < z[i] else { continue }
                                    z[i] = t
                                    ids[i] = thing.id
                                    let n = (o + d * t) / r
                                    let light = 0.72 + 0.28 * (n * SIMD3(0.4, 0.8, -0.45)).sum()
                                    put(i, thing.kind == .lamp && thing.state > 0 ? color : color * light, t)
                                }
                            }
                        } else {
                            let (lo, hi) = (thing.lowest - eye, thing.highest - eye)
                            for y in rect.y0..<rect.y1 {
                                for x in rect.x0..<rect.x1 {
                                    let d = ray(x, y)
                                    let inverse = 1 / d
                                    let (a, b) = (lo * inverse, hi * inverse)
                                    let (near, exit) = (pointwiseMin(a, b), pointwiseMax(a, b))
                                    let t = near.max()
                                    let i = y * width + x
                                    guard t > 0.05, t <= exit.min(), t < z[i] else { continue }
                                    z[i] = t
                                    ids[i] = thing.id
                                    var light: Float = 0.78
                                    if t == near.y {
                                        light = d.y < 0 ? 1.08 : 0.5
                                    } else if t == near.x {
                                        light = d.x < 0 ? 0.95 : 0.7
                                    } else {
                                        light = d.z > 0 ? 0.86 : 0.62
                                    }
                                    // A pale band, so that walls show how they move.
                                    let p = eye + d * t
                                    if thing.kind == .wall && t != near.y {
                                        let along = t == near.x ? p.z : p.x
                                        if Int(floor(along / 2)) & 1 == 0 { light += 0.09 * max(0, 1 - t / 14) }
                                    }
                                    put(i, color * light, t)
                                }
                            }
                        }
                    }
                }
            }
        }
        return (frame, depth, instances)
    }

    /// The pixels a thing can cover.
    private func bounds(
        _ thing: Thing, _ eye: SIMD3<Float>, _ right: SIMD3<Float>, _ up: SIMD3<Float>, _ forward: SIMD3<Float>
    ) -> (x0: Int, x1: Int, y0: Int, y1: Int) {
        var (x0, x1, y0, y1) = (Float.infinity, -Float.infinity, Float.infinity, -Float.infinity)
        var behind = 0
        for corner in 0..<8 {
            let sign = SIMD3<Float>(corner & 1 == 0 ? -1 : 1, corner & 2 == 0 ? -1 : 1, corner & 4 == 0 ? -1 : 1)
            let p = thing.position + thing.half * sign - eye
            let z = (p * forward).sum()
            if z < 0.05 {
                behind += 1
                continue
            }
            let (x, y) = (
                (p * right).sum() / z * intrinsics.fx + intrinsics.cx,
                intrinsics.cy - (p * up).sum() / z * intrinsics.fy
            )
            (x0, x1, y0, y1) = (min(x0, x), max(x1, x), min(y0, y), max(y1, y))
        }
        if behind == 8 { return (0, 0, 0, 0) }
        if behind > 0 { return (0, width, 0, height) }
        func clamp(_ v: Float, _ top: Int) -> Int { Int(max(0, min(Float(top), v))) }
        return (clamp(x0 - 1, width), clamp(x1 + 2, width), clamp(y0 - 1, height), clamp(y1 + 2, height))
    }
}
