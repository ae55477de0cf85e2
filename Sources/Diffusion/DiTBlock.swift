import Layers
import Tensors

/// Attention and MLP, each modulated and gated by adaLN from the frame's noise level and actions
/// (Peebles and Xie 2023, section 3.2, "adaLN-Zero").
struct DiTBlock: Sendable {
    let modulation: Linear
    let attention: SelfAttention
    let mlp: MLP
    let width: Int

    init(_ store: ParameterStore, _ name: String, _ c: DiTConfiguration) {
        width = c.width
        modulation = Linear(store, name + ".modulation", inputs: c.width, outputs: 6 * c.width, deviation: 0)
        attention = SelfAttention(store, name + ".attention", width: c.width)
        mlp = MLP(store, name + ".mlp", width: c.width, hidden: c.mlpRatio * c.width)
    }

    /// `attend` is the attention over a clip or over a cache: of its first argument, added to its second.
    func callAsFunction(
        _ x: Tensor, modulation m: Tensor, _ context: Context, attend: (Tensor, GatedSum) -> Tensor
    ) -> Tensor {
        let h = attend(
            context.normalize(x, modulation: m, shift: 0, scale: width), GatedSum(x, modulation: m, gate: 2 * width))
        return mlp(
            context.normalize(h, modulation: m, shift: 3 * width, scale: 4 * width),
            addedTo: GatedSum(h, modulation: m, gate: 5 * width), context)
    }
}
