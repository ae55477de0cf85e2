/// Whether a gate let a candidate through. A metric behind a failed gate scores 0.
public struct GateResult: Hashable, Sendable {
    /// The reason code: "view", "detail", "away", "occluded", "null_floor", "effect".
    public var gate: String
    public var passed: Bool
    /// What was measured against what is asked, e.g. "the path gains 1.2 dB of 5".
    public var reason: String

    public init(_ gate: String, _ passed: Bool, _ reason: String) {
        (self.gate, self.passed, self.reason) = (gate, passed, reason)
    }
}
