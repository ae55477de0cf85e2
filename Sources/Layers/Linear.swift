import Tensors

/// y = activation(x W^T + b): x [..., inputs] -> [..., outputs].
public struct Linear: Sendable {
    public let weight: Parameter
    public let bias: Parameter?

    /// `deviation` of the initial weights; by default 1 / sqrt(inputs). 0 begins as the zero map.
    public init(
        _ store: ParameterStore, _ name: String, inputs: Int, outputs: Int, bias: Bool = true, deviation: Float? = nil
    ) {
        weight = store.declare(
            name + ".weight", [outputs, inputs], deviation: deviation ?? 1 / Float(inputs).squareRoot())
        self.bias = bias ? store.declare(name + ".bias", [outputs], deviation: 0) : nil
    }

    public func callAsFunction(
        _ x: Tensor, _ context: Context, activation: Activation = .none, output: DType? = nil
    ) -> Tensor {
        context.linear(x, weight, bias: bias, activation: activation, output: output)
    }
}
