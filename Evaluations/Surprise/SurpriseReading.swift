/// How surprising one ending is, moment by moment.
public struct SurpriseReading: Hashable, Sendable {
    /// One value for every `SurpriseJudge.stride` pictures.
    public var values: [Double]
    /// The same, read with random weights; nil where there are none to begin with.
    public var untrained: [Double]?

    public init(_ values: [Double], untrained: [Double]? = nil) { (self.values, self.untrained) = (values, untrained) }
}
