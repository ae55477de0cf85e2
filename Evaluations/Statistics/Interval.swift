/// An estimate and its confidence interval.
public struct Interval: Hashable, Codable, Sendable {
    public var estimate: Double
    public var low: Double
    public var high: Double

    public init(estimate: Double, low: Double, high: Double) {
        (self.estimate, self.low, self.high) = (estimate, low, high)
    }

    /// Whether zero lies outside.
    public var excludesZero: Bool { low > 0 || high < 0 }
}
