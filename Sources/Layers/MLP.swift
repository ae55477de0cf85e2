import Tensors

/// linear, GELU, linear: [..., width] -> [..., width] through `hidden` channels.
public struct MLP: Sendable {
    let up: Linear
    let down: Linear

    public init(_ store: ParameterStore, _ name: String, width: Int, hidden: Int) {
        up = Linear(store, name + ".up", inputs: width, outputs: hidden, quantizes: true)
        down = Linear(store, name + ".down", inputs: hidden, outputs: width, quantizes: true)
    }

    /// x + gate * y, y of the MLP.
    public func callAsFunction(_ x: Tensor, addedTo sum: GatedSum, _ context: Context) -> Tensor {
        down(up(x, context, activation: .gelu), addedTo: sum, context)
    }
}
