import Memory
import Tensors

/// One latent frame of a true video as a streaming session takes it in: what is there, what was done, and what memory
/// shows of it.
public struct ContextFrame: Sendable {
    /// [1, h, w, C], normalised.
    public let latent: Tensor
    public let actions: [Float]
    public let view: RememberedView?
}
