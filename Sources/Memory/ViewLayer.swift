import Camera
import Worlds

/// What one remembered picture shows from another camera.
///
/// Its pixels are thrown forward to find how near each pixel of the new view is; every pixel of the new view then looks
/// its colour up in the picture, and is left out where the picture shows something else at that place.
struct ViewLayer {
    var pixels: [UInt8]
    /// Whether the picture shows a pixel, and of which generation it is there.
    var covered: [Bool]
    var generation: [UInt8]

    /// Pixels of the picture that may share one pixel of the view, per direction, before a sharper picture is asked for.
    private static let magnification: Float = 2.5

    /// Only `wanted` pixels are looked up; nil: all.
    init(_ entry: WarpMemory.Entry, from pose: CameraPose, focal: Float, wanted: [Bool]? = nil) {
        let (width, height) = (entry.frame.width, entry.frame.height)
        pixels = [UInt8](repeating: 0, count: width * height * 3)
        covered = [Bool](repeating: false, count: width * height)
        generation = [UInt8](repeating: 0, count: width * height)
        let projection = Projection(entry.pose, pose, focal: focal, width: width, height: height)
        var nearness = [Float](repeating: 0, count: width * height)
        var filled = nearness
        entry.disparity.withUnsafeBufferPointer { disparity in
            nearness.withUnsafeMutableBufferPointer { Self.splat(disparity, projection, $0) }
            for _ in 0..<2 {
                filled.withUnsafeMutableBufferPointer { target in
                    nearness.withUnsafeBufferPointer { Self.fill($0, target, width, height) }
                }
                swap(&nearness, &filled)
            }
            entry.frame.pixels.withUnsafeBufferPointer { source in
                pixels.withUnsafeMutableBufferPointer { target in
                    covered.withUnsafeMutableBufferPointer { covered in
                        nearness.withUnsafeBufferPointer {
                            Self.look(
                                source, disparity, $0, projection, wanted, target, covered, entry.generation,
                                &generation)
                        }
                    }
                }
            }
        }
    }

    /// The view's disparities, 0 where nothing falls: each pixel covers the four around where it falls.
    private static func splat(
        _ disparity: UnsafeBufferPointer<Float>, _ p: Projection, _ target: UnsafeMutableBufferPointer<Float>
    ) {
        for y in 0..<p.height {
            for x in 0..<p.width {
                let (u, v, near) = p.forward(Float(x), Float(y), disparity[y * p.width + x])
                guard near > 0, u > -1, v > -1, u < Float(p.width), v < Float(p.height) else { continue }
                let (left, top) = (Int(u.rounded(.down)), Int(v.rounded(.down)))
                for row in max(0, top)...min(p.height - 1, top + 1) {
                    for column in max(0, left)...min(p.width - 1, left + 1) {
                        let at = row * p.width + column
                        if near > target[at] { target[at] = near }
                    }
                }
            }
        }
    }

    /// Cracks take over the nearest of their neighbours.
    private static func fill(
        _ source: UnsafeBufferPointer<Float>, _ target: UnsafeMutableBufferPointer<Float>, _ width: Int, _ height: Int
    ) {
        for y in 0..<height {
            for x in 0..<width {
                let at = y * width + x
                var value = source[at]
                if value == 0 {
                    for row in max(0, y - 1)...min(height - 1, y + 1) {
                        for column in max(0, x - 1)...min(width - 1, x + 1) {
                            value = max(value, source[row * width + column])
                        }
                    }
                }
                target[at] = value
            }
        }
    }

    private static func look(
        _ source: UnsafeBufferPointer<UInt8>, _ disparity: UnsafeBufferPointer<Float>,
        _ nearness: UnsafeBufferPointer<Float>, _ p: Projection, _ wanted: [Bool]?,
        _ target: UnsafeMutableBufferPointer<UInt8>, _ covered: UnsafeMutableBufferPointer<Bool>, _ ages: [UInt8],
        _ generation: inout [UInt8]
    ) {
        let (right, bottom) = (Float(p.width) - 0.5, Float(p.height) - 0.5)
        for y in 0..<p.height {
            for x in 0..<p.width {
                let at = y * p.width + x
                guard nearness[at] > 0, wanted?[at] != false else { continue }
                var (u, v, near) = p.backward(Float(x), Float(y), nearness[at])
                guard near > 0, u > -0.5, v > -0.5, u < right, v < bottom else { continue }
                // What the picture shows there says more exactly how near it is.
                let (_, _, again) = p.forward(u, v, Disparity.between(disparity, u, v, p.width, p.height))
                if again > 0, abs(again - nearness[at]) < 0.3 * nearness[at] {
                    (u, v, near) = p.backward(Float(x), Float(y), again)
                    guard near > 0, u > -0.5, v > -0.5, u < right, v < bottom else { continue }
                }
                let found = max(Projection.far, Disparity.between(disparity, u, v, p.width, p.height))
                guard abs(found - near) < 0.12 * near + 0.015, nearness[at] < near * Self.magnification else {
                    continue
                }
                Self.sample(source.baseAddress!, u, v, p.width, p.height, target.baseAddress! + at * 3)
                covered[at] = true
                generation[at] = ages[Int(v + 0.5) * p.width + Int(u + 0.5)]
            }
        }
    }

    /// Bilinear, clamped to the picture.
    @inline(__always) static func sample(
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
