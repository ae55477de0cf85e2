import Tensors
import Worlds

/// What surrounds pixels of a picture, every one or every second, without its brightness and contrast: 6 x 6 pixels less their mean colour,
/// of length 1, so that products are correlations. Plain surfaces, whose noise would correlate by chance, are shorter.
struct PatchGrid {
    static let side = 6
    /// 6 x 6 x 3, rounded up to whole vectors.
    static let depth = 112
    /// Deviation of a pixel that counts as noise, of 255.
    private static let noise: Float = 3

    /// [H / step, W / step, depth]
    let values: [Float]
    let height: Int
    let width: Int

    init(_ frame: Frame, step: Int) {
        let (height, width) = (frame.height / step, frame.width / step)
        (self.height, self.width) = (height, width)
        let (h, w, count) = (frame.height, frame.width, Self.side * Self.side)
        let floor = Float(count * 3) * Self.noise * Self.noise
        values = [Float](unsafeUninitializedCapacity: height * width * Self.depth) { values, made in
            values.initialize(repeating: 0)
            frame.pixels.withUnsafeBufferPointer { pixels in
                for place in 0..<height * width {
                    let (y0, x0) = (place / width * step - 2, place % width * step - 2)
                    let out = values.baseAddress! + place * Self.depth
                    var sum = SIMD3<Float>.zero
                    var at = 0
                    for y in y0..<y0 + Self.side {
                        let row = max(0, min(h - 1, y)) * w
                        for x in x0..<x0 + Self.side {
                            let p = (row + max(0, min(w - 1, x))) * 3
                            let colour = SIMD3(Float(pixels[p]), Float(pixels[p + 1]), Float(pixels[p + 2]))
                            (out[at], out[at + 1], out[at + 2]) = (colour.x, colour.y, colour.z)
                            sum += colour
                            at += 3
                        }
                    }
                    let mean = sum / Float(count)
                    var squares: Float = 0
                    for i in 0..<count {
                        for c in 0..<3 {
                            out[i * 3 + c] -= mean[c]
                            squares += out[i * 3 + c] * out[i * 3 + c]
                        }
                    }
                    let scale = 1 / (squares + floor).squareRoot()
                    for i in 0..<count * 3 { out[i] *= scale }
                }
            }
            made = values.count
        }
    }
    /// Every second place of every second row.
    var halved: [Float] {
        let row = width / 2 * Self.depth
        return [Float](unsafeUninitializedCapacity: height / 2 * row) { target, made in
            for y in 0..<height / 2 {
                for x in 0..<width / 2 {
                    for i in 0..<Self.depth {
                        target[y * row + x * Self.depth + i] = values[(2 * y * width + 2 * x) * Self.depth + i]
                    }
                }
            }
            made = height / 2 * row
        }
    }
}
