import Worlds

/// Sums over a picture that meters compare.
struct PictureProfile {
    let width: Int
    /// Brightness, row by row, 0 to 255.
    let light: [Float]
    /// Mean brightness of each column of the middle half, 0 to 255.
    private(set) var columns: [Float]
    private(set) var colour = SIMD3<Float>.zero
    /// Mean step of brightness from a pixel to its right and lower neighbour.
    private(set) var sharpness: Float = 0

    init(_ frame: Frame) {
        let (width, height) = (frame.width, frame.height)
        var colour = SIMD3<Float>.zero
        let light = [Float](unsafeUninitializedCapacity: width * height) { light, count in
            frame.pixels.withUnsafeBufferPointer { p in
                var (r, g, b) = (0, 0, 0)
                for i in 0..<width * height {
                    let (red, green, blue) = (p[i * 3], p[i * 3 + 1], p[i * 3 + 2])
                    (r, g, b) = (r &+ Int(red), g &+ Int(green), b &+ Int(blue))
                    light.initializeElement(
                        at: i, to: Float(red) * 0.299 + Float(green) * 0.587 + Float(blue) * 0.114)
                }
                colour = SIMD3(Float(r), Float(g), Float(b))
            }
            count = width * height
        }
        (self.width, self.light) = (width, light)
        let rows = height / 4..<max(height / 4 + 1, height * 3 / 4)
        var columns = [Float](repeating: 0, count: width)
        var sum: Float = 0
        light.withUnsafeBufferPointer { light in
            for y in rows where y < height {
                for x in 0..<width { columns[x] += light[y * width + x] }
            }
            guard width > 1, height > 1 else { return }
            for y in 0..<height - 1 {
                for at in y * width..<y * width + width - 1 {
                    sum += abs(light[at] - light[at + 1]) + abs(light[at] - light[at + width])
                }
            }
        }
        self.columns = columns.map { $0 / Float(rows.count) }
        self.colour = colour / Float(max(1, light.count))
        if width > 1, height > 1 { sharpness = sum / Float((width - 1) * (height - 1)) }
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
