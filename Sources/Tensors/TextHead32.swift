import Foundation

/// Queries, keys and values of one clip and head in f32: the reference that the fast path is tested against.
final class TextHead32 {
    private(set) var q: [Float]
    private(set) var k: [Float]
    private(set) var v: [Float]
    private let shape: AttentionShape

    init(
        _ qkv: Tensor, _ keys: Tensor, _ values: Tensor, _ texts: TextAttentionShape, _ shape: AttentionShape,
        clip: Int, head: Int
    ) {
        self.shape = shape
        let (hd, width, s) = (shape.headDim, shape.width, shape.sequence)
        func rows(_ x: UnsafePointer<Float>, _ count: Int, _ ld: Int, normalizes: Bool) -> [Float] {
            (0..<count).flatMap { row -> [Float] in
                let part = (0..<hd).map { x[row * ld + $0] }
                guard normalizes else { return part }
                let inverse = Self.inverse(part)
                return part.map { $0 * inverse }
            }
        }
        let row = texts.firsts[clip] * width + head * hd
        q = rows(qkv.f32 + clip * s * 3 * width + head * hd, s, 3 * width, normalizes: shape.normalizesQK)
        k = rows(keys.f32 + row, texts.lengths[clip], width, normalizes: shape.normalizesQK)
        v = rows(values.f32 + row, texts.lengths[clip], width, normalizes: false)
    }

    /// One over the root mean square.
    private static func inverse(_ x: [Float]) -> Float {
        1 / (x.reduce(0) { $0 + $1 * $1 } / Float(x.count) + 1e-6).squareRoot()
    }

    /// Carries the gradients of normalised rows back to the rows `x`.
    func unnormalize(
        _ d: [Float], of x: UnsafePointer<Float>, ld: Int, rows: Int, to target: UnsafeMutablePointer<Float>
    ) {
        let hd = shape.headDim
        for row in 0..<rows {
            let part = (0..<hd).map { x[row * ld + $0] }
            let inverse = shape.normalizesQK ? Self.inverse(part) : 1
            let dot =
                shape.normalizesQK
                ? (0..<hd).reduce(Float(0)) { $0 + part[$1] * inverse * d[row * hd + $1] } / Float(hd) : 0
            for i in 0..<hd { target[row * ld + i] = inverse * (d[row * hd + i] - part[i] * inverse * dot) }
        }
    }
}

/// e^x.
func exp32(_ x: Float) -> Float { expf(x) }
