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

    /// From the angles themselves, [tokens, pairs] radians. A table may hold the tokens of one clip, which all clips
    /// share, or of all clips one after the other.
    public init(angles: [Float], pairs: Int) {
        tokens = angles.count / pairs
        cosine = angles.map(cosf)
        sine = angles.map(sinf)
    }

    /// The first token of a clip of `sequence` tokens.
    func first(clip: Int, sequence: Int) -> Int { tokens == sequence ? 0 : clip * sequence }
}
