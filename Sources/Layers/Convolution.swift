import Tensors

/// A same-padded 3 x 3 convolution over each frame: x [images, H, W, inputs] -> [images, H, W, outputs].
///
/// Windows are gathered and multiplied as one matrix product; the weight is [outputs, 3 * 3 * inputs].
public struct Convolution: Sendable {
    public let linear: Linear
    public static let kernel = 3

    public init(
        _ store: ParameterStore, _ name: String, inputs: Int, outputs: Int, deviation: Float? = nil,
        quantizes: Bool = false
    ) {
        linear = Linear(
            store, name, inputs: inputs * Self.kernel * Self.kernel, outputs: outputs, deviation: deviation,
            quantizes: quantizes)
    }

    public func callAsFunction(
        _ x: Tensor, _ context: Context, activation: Activation = .none, output: DType? = nil
    ) -> Tensor {
        let input = context.cast(x, context.activations)
        return linear(context.windows(input, kernel: Self.kernel), context, activation: activation, output: output)
    }

    /// x + y, y of this layer: windows of one tensor, added to another.
    public func callAsFunction(_ x: Tensor, addedTo sum: Tensor, _ context: Context) -> Tensor {
        let input = context.cast(x, context.activations)
        return linear(context.windows(input, kernel: Self.kernel), addedTo: GatedSum(sum), context)
    }
}
