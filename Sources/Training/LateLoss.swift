import Tensors

/// Losses as they are shown: while a GPU works on one step the host prepares the next, so there it is that of the step before.
struct LateLoss {
    private var earlier: (() -> Float)?

    /// `loss` waits until it is known.
    mutating func shown(_ loss: @escaping () -> Float, _ context: Context) -> Float {
        let known = context.device == nil ? loss : earlier ?? loss
        earlier = loss
        return known()
    }
}
