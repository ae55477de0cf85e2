import Foundation
import Synchronization

/// Cosines and sines of the rotation of every token: [tokens, headDim / 2] each.
///
/// RoPE (Su et al. 2021) on several axes: the first pairs turn with time, then with row, then with column.
public struct RotaryTable: @unchecked Sendable {
    /// Empty where the table is made on a GPU.
    let cosine: [Float]
    let sine: [Float]
    public let tokens: Int
    /// Positions [tokens, axes], and the axis and frequency of each pair, for a GPU to make the table from.
    private var recipe: (positions: [Float], axis: [Int32], frequency: [Float])?
    private let copy = DeviceCopy()

    /// The table in a GPU's memory, once one has asked for it.
    private final class DeviceCopy: Sendable {
        let table = Mutex<(cosine: Tensor, sine: Tensor)?>(nil)
    }

    /// `positions` holds one value an axis for every token; `pairs` says how many rotated pairs each axis has.
    public init(positions: [[Float]], pairs: [Int], bases: [Float]) {
        tokens = positions.count
        var cosine: [Float] = []
        var sine: [Float] = []
        let divisors = pairs.indices.map { axis in
            (0..<pairs[axis]).map { pow(Double(bases[axis]), Double($0) / Double(max(1, pairs[axis]))) }
        }
        for position in positions {
            for axis in pairs.indices {
                for divisor in divisors[axis] {
                    let angle = Double(position[axis]) / divisor
                    cosine.append(Float(cos(angle)))
                    sine.append(Float(sin(angle)))
                }
            }
        }
        self.cosine = cosine
        self.sine = sine
    }

    /// From positions [tokens, axes] and each pair's axis and frequency. A table may hold the tokens of one clip, which
    /// all clips share, or of all clips one after the other. `device`: the GPU that shall make it.
    public init(positions: [Float], axes: Int, axis: [Int], frequency: [Float], device: CUDADevice?) {
        tokens = positions.count / axes
        if device != nil {
            (cosine, sine) = ([], [])
            recipe = (positions, axis.map(Int32.init), frequency)
            return
        }
        var angles: [Float] = []
        angles.reserveCapacity(tokens * frequency.count)
        for token in 0..<tokens {
            for pair in frequency.indices { angles.append(positions[token * axes + axis[pair]] * frequency[pair]) }
        }
        cosine = angles.map(cosf)
        sine = angles.map(sinf)
    }

    /// Of numbers that are in a GPU's memory.
    init(_ made: (cosine: Tensor, sine: Tensor), tokens: Int) {
        (cosine, sine, self.tokens) = ([], [], tokens)
        copy.table.withLock { $0 = made }
    }

    /// The first token of a clip of `sequence` tokens.
    func first(clip: Int, sequence: Int) -> Int { tokens == sequence ? 0 : clip * sequence }

    /// The table for kernels on `device`, whose pool is `pool`.
    func table(on device: CUDADevice, pool: BufferPool) -> (cosine: Tensor, sine: Tensor) {
        copy.table.withLock { made in
            if let made { return made }
            let table: (cosine: Tensor, sine: Tensor)
            if let recipe {
                let pairs = recipe.frequency.count
                table = (Tensor([tokens, pairs], pool: pool), Tensor([tokens, pairs], pool: pool))
                let positions = Tensor([recipe.positions.count], pool: pool)
                positions.f32.update(from: recipe.positions, count: recipe.positions.count)
                // The axes are whole numbers in the same tensor, behind the frequencies.
                let pairing = Tensor([2, pairs], pool: pool)
                pairing.f32.update(from: recipe.frequency, count: pairs)
                for (i, axis) in recipe.axis.enumerated() {
                    pairing.f32[pairs + i] = Float(bitPattern: UInt32(bitPattern: axis))
                }
                let address = pairing.read
                device.launch(
                    "rotary_table", items: tokens * pairs, .pointer(positions.read),
                    .int(recipe.positions.count / tokens),
                    .pointer(address + pairs * 4), .pointer(address), .int(pairs),
                    .pointer(table.cosine.written),
                    .pointer(table.sine.written), .long(tokens * pairs))
            } else {
                let shape = [cosine.count]
                table = (Tensor(shape, pool: pool), Tensor(shape, pool: pool))
                table.cosine.f32.update(from: cosine, count: cosine.count)
                table.sine.f32.update(from: sine, count: sine.count)
            }
            made = table
            return table
        }
    }
}
