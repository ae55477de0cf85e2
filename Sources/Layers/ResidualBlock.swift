import Tensors

/// x + conv(silu(conv(norm(x)))): the convolutional residual block of the compression network (He et al. 2016),
/// with a layer norm over channels at every position. x f32 [images, H, W, C].
public struct ResidualBlock: Sendable {
    let first: Convolution
    let second: Convolution

    public init(_ store: ParameterStore, _ name: String, channels: Int) {
        first = Convolution(store, name + ".first", inputs: channels, outputs: channels, quantizes: true)
        second = Convolution(
            store, name + ".second", inputs: channels, outputs: channels,
            deviation: 0.1 / Float(9 * channels).squareRoot(), quantizes: true)
    }

    public func callAsFunction(_ x: Tensor, _ context: Context) -> Tensor {
        let h = first(context.normalize(x), context, activation: .silu)
        return second(h, addedTo: x, context)
    }
}
