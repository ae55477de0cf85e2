import Tensors

/// Multistep consistency sampling (Song et al. 2023, algorithm 1): each step makes a whole picture, to which new noise is added for
/// the next one.
public struct ConsistencySampler: Sampler {
    public init() {}

    public func step(
        _ x: Tensor, clean: Tensor, velocity: Tensor, from levels: [Float], to next: [Float], noise: () -> Tensor,
        _ context: Context
    ) -> Tensor {
        context.mixed(clean, noise(), levels: next)
    }
}
