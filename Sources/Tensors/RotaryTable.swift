import Foundation

/// Cosines and sines of the rotation of every token: [tokens, headDim / 2] each.
///
/// RoPE (Su et al. 2021) on several axes: the first pairs turn with time, then with row, then with column.
public struct RotaryTable: @unchecked Sendable {
    let cosine: [Float]
    let sine: [Float]
    public let tokens: Int

    /// `positions` holds one value an axis for every token; `pairs` says how many rotated pairs each axis has.
    public init(positions: [[Float]], pairs: [Int], bases: [Float]) {
        tokens = positions.count
        var cosine: [Float] = []
        var sine: [Float] = []
        for position in positions {
            for axis in pairs.indices {
                for pair in 0..<pairs[axis] {
                    let angle =
                        Double(position[axis]) / pow(Double(bases[axis]), Double(pair) / Double(max(1, pairs[axis])))
                    cosine.append(Float(cos(angle)))
                    sine.append(Float(sin(angle)))
                }
            }
        }
        self.cosine = cosine
        self.sine = sine
    }
}
