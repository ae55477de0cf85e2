/// Tells from the losses of a training, one a step, whether it still learns.
struct DivergenceWatch {
    /// A mean of the losses that forgets, over about twenty of them.
    private(set) var mean: Float?
    private var count = 0
    /// The first loss, and the lowest mean that there was. A first loss may be low by luck.
    private var (first, lowest): (Float, Float) = (0, 0)
    private static let memory = 20

    /// Takes the loss of a step. Returns false where training has diverged: a loss that is not finite, one a thousand times as large as
    /// the mean was, or a mean far above its lowest and above what the network began with.
    mutating func takes(_ loss: Float) -> Bool {
        guard loss.isFinite else { return false }
        count += 1
        guard let before = mean else {
            (mean, first, lowest) = (loss, loss, 3 * loss)
            return true
        }
        let new = before + (loss - before) / Float(min(count, Self.memory))
        mean = new
        if count >= Self.memory { lowest = min(lowest, new) }
        if loss > 1000 * lowest { return false }
        return count < 5 || new <= max(20 * lowest, 2 * first)
    }

    /// Whether a state with this mean is worth keeping: not on its way up beyond what the network began with.
    var isSound: Bool { mean.map { $0 <= max(4 * lowest, first) } ?? true }
}
