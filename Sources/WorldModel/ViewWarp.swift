import Diffusion
import Foundation
import Tensors
import Worlds

/// Draws a view from pictures taken elsewhere, over level ground with a backdrop at a fixed distance.
struct ViewWarp {
    let motion: CameraMotion
    let travel: CameraTravel

    init(_ motion: CameraMotion, _ travel: CameraTravel) { (self.motion, self.travel) = (motion, travel) }

    private struct Source {
        let right, up, forward: SIMD3<Float>
        let offset: SIMD3<Float>
        /// Where its picture begins among all pictures.
        let picture: Int
    }

    /// The first of `entries` that shows a pixel colours it; what none shows is stretched from the first one's border.
    func render(_ entries: [ViewMemory.Entry], from pose: CameraPose) -> (frame: Frame, seen: [UInt8]) {
        let (width, height) = (entries[0].frame.width, entries[0].frame.height)
        var frame = Frame(width: width, height: height)
        var seen = [UInt8](repeating: 0, count: width * height)
        let usable = entries.filter { $0.frame.width == width && $0.frame.height == height }
        let pictures = usable.flatMap(\.frame.pixels)
        let sources = usable.enumerated().map { i, entry in
            let axes = entry.pose.axes
            return Source(
                right: axes.right, up: axes.up, forward: axes.forward,
                offset: SIMD3(pose.x - entry.pose.x, 0, pose.z - entry.pose.z),
                picture: i * width * height * 3)
        }
        frame.pixels.withUnsafeMutableBufferPointer { pixels in
            seen.withUnsafeMutableBufferPointer { seen in
                pictures.withUnsafeBufferPointer { source in
                    let buffers = Buffers(
                        source: source.baseAddress!, pixels: pixels.baseAddress!, seen: seen.baseAddress!)
                    WorkerPool.shared.run((height + 7) / 8) { band in
                        for y in band * 8..<min(height, band * 8 + 8) {
                            row(y, width, height, pose, sources, buffers)
                        }
                    }
                }
            }
        }
        return (frame, seen)
    }

    private struct Buffers: @unchecked Sendable {
        let source: UnsafePointer<UInt8>
        let pixels: UnsafeMutablePointer<UInt8>
        let seen: UnsafeMutablePointer<UInt8>
    }

    private func row(_ y: Int, _ width: Int, _ height: Int, _ pose: CameraPose, _ sources: [Source], _ target: Buffers)
    {
        let focal = Float(width) / 2 / tanf(motion.fieldOfView * .pi / 360)
        let (cx, cy) = (Float(width) / 2, Float(height) / 2)
        let (right, up, forward) = pose.axes
        let rowRay = forward + up * ((cy - Float(y) - 0.5) / focal)
        for x in 0..<width {
            let ray = rowRay + right * ((Float(x) + 0.5 - cx) / focal)
            let level = max(0.2, (ray.x * ray.x + ray.z * ray.z).squareRoot())
            var distance = travel.backdrop / level
            if ray.y < -0.001 { distance = min(distance, travel.eyeHeight / -ray.y) }
            let point = ray * distance
            let at = y * width + x
            for (i, source) in sources.enumerated() {
                let p = point + source.offset
                let depth = (p * source.forward).sum()
                guard depth > 0.05 else { continue }
                let u = (p * source.right).sum() / depth * focal + cx - 0.5
                let v = cy - (p * source.up).sum() / depth * focal - 0.5
                guard u > -0.5, u < Float(width) - 0.5, v > -0.5, v < Float(height) - 0.5 else { continue }
                sample(target.source + source.picture, u, v, width, height, target.pixels + at * 3)
                target.seen[at] = i == 0 ? 2 : 1
                break
            }
            guard target.seen[at] == 0 else { continue }
            let p = point + sources[0].offset
            let depth = max(0.05, (p * sources[0].forward).sum())
            let u = (p * sources[0].right).sum() / depth * focal + cx - 0.5
            let v = cy - (p * sources[0].up).sum() / depth * focal - 0.5
            sample(target.source + sources[0].picture, u, v, width, height, target.pixels + at * 3)
        }
    }

    /// Bilinear, clamped to the picture.
    @inline(__always) private func sample(
        _ pixels: UnsafePointer<UInt8>, _ u: Float, _ v: Float, _ width: Int, _ height: Int,
        _ out: UnsafeMutablePointer<UInt8>
    ) {
        let (u, v) = (max(0, min(Float(width - 1), u)), max(0, min(Float(height - 1), v)))
        let (x0, y0) = (min(width - 2, Int(u)), min(height - 2, Int(v)))
        let (a, b) = (u - Float(x0), v - Float(y0))
        let p = pixels + (y0 * width + x0) * 3
        for c in 0..<3 {
            let top = Float(p[c]) * (1 - a) + Float(p[c + 3]) * a
            let bottom = Float(p[c + width * 3]) * (1 - a) + Float(p[c + width * 3 + 3]) * a
            out[c] = UInt8(top * (1 - b) + bottom * b + 0.5)
        }
    }
}
