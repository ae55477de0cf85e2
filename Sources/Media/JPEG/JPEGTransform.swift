import Foundation
import Worlds

/// The cosine transform of a block of 8 x 8 and its rounding.
enum JPEGTransform {
    /// Where the values of a block lie in the order in which they are written.
    static let zigzag: [Int] = (0..<15).flatMap { diagonal in
        let cells = (max(0, diagonal - 7)...min(7, diagonal)).map { (row: $0, column: diagonal - $0) }
        return (diagonal % 2 == 0 ? cells.reversed() : cells).map { 8 * $0.row + $0.column }
    }

    /// cos((2x + 1) u pi / 16), scaled to an orthonormal basis: row u, column x.
    private static let basis: [Float] = (0..<64).map { i in
        let (u, x) = (i / 8, i % 8)
        return Float(cos(Double((2 * x + 1) * u) * .pi / 16) * (u == 0 ? 0.125.squareRoot() : 0.5))
    }

    /// By what a transformed block is multiplied before it is rounded.
    static func divisors(_ table: [Int]) -> [Float] { table.map { 1 / Float($0) } }

    /// The block's rounded values, in zigzag order; the block is used up.
    static func quantised(_ block: inout [Float], _ divisors: [Float]) -> [Int] {
        var half = [Float](repeating: 0, count: 64)
        // Rows first, then columns.
        for y in 0..<8 {
            for u in 0..<8 {
                var sum: Float = 0
                for x in 0..<8 { sum += block[8 * y + x] * basis[8 * u + x] }
                half[8 * y + u] = sum
            }
        }
        for v in 0..<8 {
            for u in 0..<8 {
                var sum: Float = 0
                for y in 0..<8 { sum += half[8 * y + u] * basis[8 * v + y] }
                block[8 * v + u] = sum
            }
        }
        return zigzag.map { Int((block[$0] * divisors[$0]).rounded()) }
    }
}
