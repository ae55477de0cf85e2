import Worlds

/// What one picture has that another has not: signed, [0, 1] colour, three channels a pixel.
struct Difference: Sendable {
    let values: [Float]

    init(_ a: Frame, _ b: Frame) {
        precondition(a.pixels.count == b.pixels.count)
        values = [Float](unsafeUninitializedCapacity: a.pixels.count) { out, count in
            count = a.pixels.count
            a.pixels.withUnsafeBufferPointer { a in
                b.pixels.withUnsafeBufferPointer { b in
                    for i in 0..<a.count { out[i] = (Float(a[i]) - Float(b[i])) / 255 }
                }
            }
        }
    }

    /// Mean over the channels of a pixel's absolute difference.
    @inline(__always) func magnitude(_ i: Int) -> Float {
        (abs(values[3 * i]) + abs(values[3 * i + 1]) + abs(values[3 * i + 2])) / 3
    }

    /// The magnitude at a pixel of what is left of this when another is taken off.
    @inline(__always) func distance(to other: Difference, at i: Int) -> Float {
        (abs(values[3 * i] - other.values[3 * i]) + abs(values[3 * i + 1] - other.values[3 * i + 1])
            + abs(values[3 * i + 2] - other.values[3 * i + 2])) / 3
    }

    /// The magnitude of every pixel.
    var magnitudes: [Float] { (0..<values.count / 3).map { magnitude($0) } }

    func dot(_ other: Difference) -> Double {
        var sum = 0.0
        values.withUnsafeBufferPointer { a in
            other.values.withUnsafeBufferPointer { b in
                for start in stride(from: 0, to: a.count, by: 1024) {
                    var part: Float = 0
                    for i in start..<min(a.count, start + 1024) { part += a[i] * b[i] }
                    sum += Double(part)
                }
            }
        }
        return sum
    }
}
