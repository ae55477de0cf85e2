import Foundation
import Layers
import Tensors

/// Noise levels [frames] in [0, 1] -> [frames, width]: a 256-value sinusoid of 1000 t through a two-layer MLP
/// (Peebles and Xie 2023's `TimestepEmbedder`).
struct NoiseEmbedding: Sendable {
    static let inputs = 256
    let first: Linear
    let second: Linear

    init(_ store: ParameterStore, _ name: String, width: Int) {
        first = Linear(store, name + ".first", inputs: Self.inputs, outputs: width)
        second = Linear(store, name + ".second", inputs: width, outputs: width)
    }

    /// The sinusoids [levels, inputs].
    static func features(_ levels: [Float], _ context: Context) -> Tensor {
        let half = Self.inputs / 2
        var features = [Float](repeating: 0, count: levels.count * Self.inputs)
        let frequencies = (0..<half).map { exp(-9.2103 * Float($0) / Float(half)) }
        for (row, level) in levels.enumerated() {
            for i in 0..<half {
                let angle = level * 1000 * frequencies[i]
                features[row * Self.inputs + i] = cos(angle)
                features[row * Self.inputs + half + i] = sin(angle)
            }
        }
        return context.constant(features, [levels.count, Self.inputs])
    }

    func callAsFunction(_ features: Tensor, _ context: Context) -> Tensor {
        second(first(features, context, activation: .silu), context, output: .f32)
    }
}
