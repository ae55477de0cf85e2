/// One metric's verdict on one piece of evidence, behind its gates.
public struct Measured: Sendable {
    public var metric: any Metric
    public var measurement: Measurement
    /// All gates that stand before it.
    public var gates: [GateResult]

    /// The measured value; 0 where a gate failed, which is what a failure is worth.
    public var gated: Double { failure == nil ? measurement.value : 0 }
    /// The first gate that failed.
    public var failure: GateResult? { gates.first { !$0.passed } }

    /// Every metric that has something to say of the evidence.
    public static func all(_ evidence: Evidence, metrics: [any Metric] = Metrics.all) throws -> [Measured] {
        let gates = Gates.check(evidence)
        return try metrics.compactMap { metric in
            guard let measurement = try metric.measure(evidence) else { return nil }
            return Measured(
                metric: metric, measurement: measurement, gates: (metric.gated ? gates : []) + measurement.gates)
        }
    }
}
