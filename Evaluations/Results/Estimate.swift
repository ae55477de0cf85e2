/// A mean score with its 95% confidence interval.
public struct Estimate: Codable, Hashable, Sendable {
    /// Mean of clipped scores, in [0, 1].
    public var score: Double
    public var low: Double
    public var high: Double
    /// Scenarios that it is the mean of (the sampling unit).
    public var n: Int
    /// Measurements that a gate failed.
    public var gateFailures: Int
    /// Measurements behind it in all.
    public var records: Int
    /// The smallest difference that a paired comparison of this size would find with 80% power; nil below two scenarios.
    public var detectable: Double?

    public init(
        score: Double, low: Double, high: Double, n: Int, gateFailures: Int = 0, records: Int = 0,
        detectable: Double? = nil
    ) {
        (self.score, self.low, self.high, self.n) = (score, low, high, n)
        (self.gateFailures, self.records, self.detectable) = (gateFailures, records, detectable)
    }

    enum CodingKeys: String, CodingKey {
        case score, low, high, n, records
        case gateFailures = "gate_failures"
        case detectable = "mde"
    }
}
