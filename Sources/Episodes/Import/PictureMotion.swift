import Foundation
import Worlds

/// How a picture differs from the one before it: how far it went to the sides and how much it changed.
struct PictureMotion: Sendable {
    /// Pixels that the camera's view went to the right and upwards, of a picture `width` pixels wide.
    var right: Float = 0
    var up: Float = 0
    /// Mean difference of a pixel, 0...255.
    var change: Float = 0

    static let size = (width: 96, height: 64)
    private static let reach = 22

    /// The brightness of a picture of `size`.
    static func grey(_ frame: Frame) -> [Float] {
        (0..<frame.width * frame.height).map {
            let p = $0 * 3
            return 0.299 * Float(frame.pixels[p]) + 0.587 * Float(frame.pixels[p + 1]) + 0.114
                * Float(frame.pixels[p + 2])
        }
    }

    init() {}

    init(from a: [Float], to b: [Float]) {
        let (width, height) = Self.size
        change = zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(a.count)
        if change < 0.05 { return }
        // Means of columns in four bands of rows, and of rows in four bands of columns.
        func columns(_ picture: [Float]) -> [[Float]] {
            (0..<4).map { band in
                Self.sharpened(
                    (0..<width).map { x in
                        (0..<height / 4).reduce(Float(0)) { $0 + picture[(band * height / 4 + $1) * width + x] }
                            / Float(height / 4)
                    })
            }
        }
        func rows(_ picture: [Float]) -> [[Float]] {
            (0..<4).map { band in
                Self.sharpened(
                    (0..<height).map { y in
                        (0..<width / 4).reduce(Float(0)) { $0 + picture[y * width + band * width / 4 + $1] }
                            / Float(width / 4)
                    })
            }
        }
        right = Self.shift(columns(a), columns(b), reach: Self.reach)
        up = -Self.shift(rows(a), rows(b), reach: height / 4 - 1)
    }

    /// Without what changes slowly along it.
    private static func sharpened(_ profile: [Float]) -> [Float] {
        profile.indices.map { i in
            let part = profile[max(0, i - 6)...min(profile.count - 1, i + 6)]
            return profile[i] - part.reduce(0, +) / Float(part.count)
        }
    }

    /// The shift s for which the middle of `b` looks most like `a` at s more, to parts of a pixel.
    private static func shift(_ a: [[Float]], _ b: [[Float]], reach: Int) -> Float {
        let count = a[0].count
        let middle = (count / 4)..<(count * 3 / 4)
        let costs = (-reach...reach).map { s in
            zip(a, b).reduce(Float(0)) { sum, pair in
                middle.reduce(sum) { sum, x in
                    let d = pair.1[x] - pair.0[max(0, min(count - 1, x + s))]
                    return sum + d * d
                }
            }
        }
        guard let least = costs.min(), let most = costs.max(), most > 0, least < 0.9 * most,
            let place = costs.firstIndex(of: least)
        else { return 0 }
        guard place > 0, place < costs.count - 1 else { return Float(place - reach) }
        let (before, after) = (costs[place - 1], costs[place + 1])
        let curve = before + after - 2 * least
        return Float(place - reach) + (curve > 0 ? (before - after) / (2 * curve) : 0)
    }
}
