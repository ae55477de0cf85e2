import Tensors

/// y = activation(x W^T + b): x [..., inputs] -> [..., outputs].
public struct Linear: Sendable {
    public let weight: Parameter
    public let bias: Parameter?
    /// Whether it stands int8 arithmetic, where that is the context's precision.
    let quantizes: Bool

    /// `deviation` of the initial weights; by default 1 / sqrt(inputs). 0 begins as the zero map.
    public init(
        _ store: ParameterStore, _ name: String, inputs: Int, outputs: Int, bias: Bool = true, deviation: Float? = nil,
        quantizes: Bool = false
    ) {
        self.quantizes = quantizes
        weight = store.declare(
            name + ".weight", [outputs, inputs], deviation: deviation ?? 1 / Float(inputs).squareRoot())
        self.bias = bias ? store.declare(name + ".bias", [outputs], deviation: 0) : nil
    }

    public func callAsFunction(
        _ x: Tensor, _ context: Context, activation: Activation = .none, output: DType? = nil
    ) -> Tensor {
        context.linear(x, weight, bias: bias, activation: activation, output: output, quantizes: quantizes)
    }

    /// x + gate * y, y of this layer.
    public func callAsFunction(_ x: Tensor, addedTo sum: GatedSum, _ context: Context) -> Tensor {
        context.linear(x, weight, bias: bias, addedTo: sum, quantizes: quantizes)
    }
}
