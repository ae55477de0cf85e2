import Worlds

/// Numbers of a clip that need no understanding. The first picture is the last one before the change.
enum PixelMeasures {
    static let names = ["movement", "peak", "flicker", "brightness", "drift"]

    /// Temporal-gradient energy: the sum of squared differences between pictures in a row, in whole numbers so that equal
    /// clips have equal sums in any order.
    static func energy(_ frames: [Frame]) -> Int { sums(frames) { ($0 - $1) * ($0 - $1) }.reduce(0, +) }

    /// Mean absolute difference of the channels, of 255.
    static func difference(_ a: Frame, _ b: Frame) -> Double {
        Double(sums([a, b]) { abs($0 - $1) }[0]) / Double(a.pixels.count)
    }

    /// One number for each of `names`. `begin` is the first picture of the whole clip.
    static func all(_ frames: [Frame], begin: Frame) -> [Double] {
        let steps = sums(frames) { abs($0 - $1) }
        let flicker = zip(steps, steps.dropFirst()).reduce(0) { $0 + abs($1.0 - $1.1) }
        let (from, to) = (colour(begin), colour(frames[frames.count - 1]))
        return [
            Double(steps.reduce(0, +)), Double(steps.max() ?? 0), Double(flicker),
            Double(frames.reduce(0) { $0 + colour($1).reduce(0, +) }),
            Double(zip(from, to).reduce(0) { $0 + abs($1.0 - $1.1) }),
        ]
    }

    /// For each picture after the first, the sum of `measure` over its channels and those of the one before.
    private static func sums(_ frames: [Frame], _ measure: (Int, Int) -> Int) -> [Int] {
        zip(frames, frames.dropFirst()).map { a, b in
            a.pixels.withUnsafeBufferPointer { p in
                b.pixels.withUnsafeBufferPointer { q in
                    p.indices.reduce(0) { $0 + measure(Int(q[$1]), Int(p[$1])) }
                }
            }
        }
    }

    /// The sums of red, green and blue.
    private static func colour(_ frame: Frame) -> [Int] {
        frame.pixels.withUnsafeBufferPointer { p in
            (0..<3).map { c in stride(from: c, to: p.count, by: 3).reduce(0) { $0 + Int(p[$1]) } }
        }
    }
}
