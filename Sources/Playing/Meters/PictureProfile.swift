import Worlds

/// Sums over a picture that meters compare.
struct PictureProfile {
    /// Mean brightness of each column of the middle half, 0 to 255.
    private(set) var columns: [Float]
    private(set) var colour = SIMD3<Float>.zero
    /// Mean step of brightness from a pixel to its right and lower neighbour.
    private(set) var sharpness: Float = 0

    init(_ frame: Frame) {
        let (width, height) = (frame.width, frame.height)
        var light = [Float](repeating: 0, count: width * height)
        var colour = SIMD3<Float>.zero
        frame.pixels.withUnsafeBufferPointer { p in
            for i in light.indices {
                let pixel = SIMD3(Float(p[i * 3]), Float(p[i * 3 + 1]), Float(p[i * 3 + 2]))
                colour += pixel
                light[i] = (pixel * SIMD3(0.299, 0.587, 0.114)).sum()
            }
        }
        let rows = height / 4..<max(height / 4 + 1, height * 3 / 4)
        columns = (0..<width).map { x in
            rows.reduce(Float(0)) { $0 + light[$1 * width + x] } / Float(rows.count)
        }
        self.colour = colour / Float(max(1, light.count))
        guard width > 1, height > 1 else { return }
        var sum: Float = 0
        for y in 0..<height - 1 {
            for x in 0..<width - 1 {
                let at = y * width + x
                sum += abs(light[at] - light[at + 1]) + abs(light[at] - light[at + width])
            }
        }
        sharpness = sum / Float((width - 1) * (height - 1))
    }

    /// By how many pixels things lie further left than in `before`, to a part of one; nil where no shift of at most `limit` fits
    /// clearly.
    func shift(from before: PictureProfile, limit: Int) -> Double? {
        let width = columns.count
        guard before.columns.count == width, limit > 0, width > 4 * limit else { return nil }
        func error(_ by: Int) -> Float {
            var sum: Float = 0
            let range = max(0, -by)..<min(width, width - by)
            for x in range {
                let d = columns[x] - before.columns[x + by]
                sum += d * d
            }
            return sum / Float(range.count)
        }
        let errors = (-limit...limit).map(error)
        let mean = errors.reduce(0, +) / Float(errors.count)
        guard let at = errors.indices.min(by: { errors[$0] < errors[$1] }), errors[at] < 0.5 * mean, mean > 1 else {
            return nil
        }
        guard at > 0, at < errors.count - 1 else { return nil }
        let (left, middle, right) = (errors[at - 1], errors[at], errors[at + 1])
        let bend = left - 2 * middle + right
        return Double(at - limit) + (bend > 0 ? Double((left - right) / (2 * bend)) : 0)
    }
}
