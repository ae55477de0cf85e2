import Foundation
import Worlds

extension Frame {
    /// Mean squared difference between each pixel's brightness and the mean of its four neighbours, 8-bit units.
    var detailEnergy: Double {
        var sum = 0
        pixels.withUnsafeBufferPointer { p in
            @inline(__always) func at(_ x: Int, _ y: Int) -> Int {
                let i = (y * width + x) * 3
                return Int(p[i]) + 2 * Int(p[i + 1]) + Int(p[i + 2])
            }
            for y in 1..<height - 1 {
                for x in 1..<width - 1 {
                    let d = 4 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1)
                    sum += d * d
                }
            }
        }
        return Double(sum) / Double((width - 2) * (height - 2) * 256)
    }

    /// Colour at a pixel index, [0, 1] a channel.
    @inline(__always) func color(_ i: Int) -> SIMD3<Float> {
        SIMD3(Float(pixels[3 * i]), Float(pixels[3 * i + 1]), Float(pixels[3 * i + 2])) / 255
    }

    /// Mean absolute difference of the channels at a pixel index, in [0, 1].
    @inline(__always) func distance(to other: Frame, at i: Int) -> Double {
        var sum = 0
        for c in 0..<3 { sum += abs(Int(pixels[3 * i + c]) - Int(other.pixels[3 * i + c])) }
        return Double(sum) / 765
    }

    /// Mean brightness, deviation of brightness, and mean saturation (largest minus smallest channel), in [0, 1].
    var tone: (brightness: Double, contrast: Double, saturation: Double) {
        var (sum, squares, colourful) = (0, 0, 0)
        for i in 0..<width * height {
            let (r, g, b) = (Int(pixels[3 * i]), Int(pixels[3 * i + 1]), Int(pixels[3 * i + 2]))
            let y = r + 2 * g + b
            sum += y
            squares += y * y
            colourful += max(r, g, b) - min(r, g, b)
        }
        let n = Double(width * height)
        let mean = Double(sum) / n
        let variance = max(0, Double(squares) / n - mean * mean)
        return (mean / 1020, variance.squareRoot() / 1020, Double(colourful) / n / 255)
    }
}
