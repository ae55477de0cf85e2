import Tensors

/// What a trust head judges the cells of a latent frame by.
public struct TrustEvidence: Sendable {
    /// The transformer's residual stream after each block that the head reads, f32 [tokens, width].
    public let states: [Tensor]
    /// The clean latent frame that the transformer made at that pass, f32 [1, h, w, C].
    public let made: Tensor
    /// What memory shows, f32 [1, h, w, C], and the two shares of each cell that it has seen.
    public let shown: Tensor
    public let seen: [Float]

    public init(states: [Tensor], made: Tensor, shown: Tensor, seen: [Float]) {
        (self.states, self.made, self.shown, self.seen) = (states, made, shown, seen)
    }

    /// [h, w, 3 C + 4]: what the head sees of each cell beside the states.
    public func cells() -> [Float] {
        let c = made.columns
        let width = TrustConfiguration.inputs(latentChannels: c)
        var result = [Float](repeating: 0, count: seen.count / 2 * width)
        for cell in 0..<seen.count / 2 {
            let (a, b, to) = (made.f32 + cell * c, shown.f32 + cell * c, cell * width)
            var (power, greatest): (Float, Float) = (0, 0)
            for i in 0..<c {
                let d = a[i] - b[i]
                (result[to + i], result[to + c + i], result[to + 2 * c + i]) = (a[i], b[i], abs(d))
                power += d * d
                greatest = max(greatest, abs(d))
            }
            result[to + 3 * c] = seen[cell * 2]
            result[to + 3 * c + 1] = seen[cell * 2 + 1]
            result[to + 3 * c + 2] = (power / Float(c)).squareRoot()
            result[to + 3 * c + 3] = greatest
        }
        return result
    }
}
