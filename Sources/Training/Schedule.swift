/// The learning rate: warm up, hold, decay to zero over the last part.
public struct Schedule: Codable, Sendable {
    public var peak: Float
    public var steps: Int
    public var warmup: Int
    /// The share of all steps over which the rate decays to zero, linearly.
    public var decay: Float

    public init(peak: Float, steps: Int, warmup: Int = 50, decay: Float = 0.35) {
        (self.peak, self.steps, self.warmup, self.decay) = (peak, steps, warmup, decay)
    }

    /// Takes another number of steps; a warm-up is a tenth of them at most.
    mutating func take(steps: Int) { (self.steps, warmup) = (steps, min(warmup, max(1, steps / 10))) }

    public func rate(_ step: Int) -> Float {
        let rise = min(1, Float(step + 1) / Float(max(1, warmup)))
        let left = Float(steps - step) / max(1, decay * Float(steps))
        return peak * min(rise, max(0, min(1, left)))
    }
}
