import Tensors

/// Euler's method on dx/dt = v (Liu et al. 2022).
public struct EulerSampler: Sampler {
    public init() {}

    public func step(
        _ x: Tensor, clean: Tensor, velocity: Tensor, from levels: [Float], to next: [Float], noise: () -> Tensor,
        _ context: Context
    ) -> Tensor {
        guard levels.count > 1 else {
            context.add(next[0] - levels[0], velocity, into: x)
            return x
        }
        return context.combined(1, x, 1, velocity, factors: zip(next, levels).map { $0 - $1 })
    }
}
