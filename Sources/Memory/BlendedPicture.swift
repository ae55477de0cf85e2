import Worlds

/// A generated picture, drawn to what memory shows where the two differ by no more than the compression network does:
/// what has been seen stays as sharp as it was, and the network's own errors, fed back to it, do not grow into stripes.
/// What has really changed stays.
package struct BlendedPicture {
    /// RMS difference, of 255, at which half of the trust is left; the network's own error is about 8.
    private static let tolerance: Float = 12
    /// Differences are averaged over squares of 2 * radius + 1 of the pixels that the encoder sees.
    private static let radius = 3

    package let frame: Frame
    /// How often each pixel was made anew, as `MemoryView.generation` counts.
    package let generation: [UInt8]
    /// `MemoryView.seen` where most of a pixel is memory's, else 0.
    package let kept: [UInt8]

    /// `trust` 0 to 1; pictures are `scale` times as large as the encoder sees them.
    package init(_ frame: Frame, view shown: MemoryView, trust: Float, scale: Int = 1) {
        let view = shown.frame
        var generation = [UInt8](repeating: 1, count: frame.width * frame.height)
        var kept = [UInt8](repeating: 0, count: generation.count)
        guard trust > 0, frame.width == view.width, frame.height == view.height else {
            (self.frame, self.generation, self.kept) = (frame, generation, kept)
            return
        }
        let (width, height) = (frame.width, frame.height)
        var power = [Float](repeating: 0, count: width * height)
        for i in power.indices {
            for c in i * 3..<i * 3 + 3 {
                let d = Float(frame.pixels[c]) - Float(view.pixels[c])
                power[i] += d * d / 3
            }
        }
        let radius = Self.radius * scale
        let local = Self.means(
            Self.means(power, width, height, step: 1, radius), width, height, step: width, radius)
        var result = frame
        for i in power.indices where shown.seen[i] > 0 {
            let ratio = local[i] / (Self.tolerance * Self.tolerance)
            let weight = trust / (1 + ratio * ratio)
            if weight > 0.5 {
                generation[i] = shown.generation[i] < 255 ? shown.generation[i] + 1 : 255
                kept[i] = shown.seen[i]
            }
            for c in i * 3..<i * 3 + 3 {
                let (new, before) = (Float(frame.pixels[c]), Float(view.pixels[c]))
                result.pixels[c] = UInt8(max(0, min(255, new + weight * (before - new) + 0.5)))
            }
        }
        (self.frame, self.generation, self.kept) = (result, generation, kept)
    }

    /// Running means along one direction.
    private static func means(
        _ values: [Float], _ width: Int, _ height: Int, step: Int, _ radius: Int
    ) -> [Float] {
        let (length, lines) = step == 1 ? (width, height) : (height, width)
        var result = values
        for line in 0..<lines {
            let first = step == 1 ? line * width : line
            for i in 0..<length {
                let range = max(0, i - radius)...min(length - 1, i + radius)
                var sum: Float = 0
                for j in range { sum += values[first + j * step] }
                result[first + i * step] = sum / Float(range.count)
            }
        }
        return result
    }
}
