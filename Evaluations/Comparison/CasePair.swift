/// The two runs of one case, measured in the same ways.
public struct CasePair: Sendable {
    public struct Measurement: Sendable {
        /// The module or column where it counts.
        public var group: String
        public var a: ResultRecord
        public var b: ResultRecord

        /// B minus A, in clipped normalised score.
        public var delta: Double { b.score - a.score }
    }

    public var key: CaseKey
    /// B's noise seed; that of `key` unless the runs used different ones.
    public var otherSeed: Int
    /// Sorted by group, metric and branch.
    public var measurements: [Measurement]

    public var family: String { measurements[0].a.family }

    /// Mean score of either candidate over the measurements of `group`, or over those of the three modules; nil where
    /// the case has none.
    public func scores(in group: String? = nil) -> (a: Double, b: Double)? {
        let chosen = measurements.filter {
            group == nil ? EvaluationRun.modules.contains($0.group) : $0.group == group
        }
        if chosen.isEmpty { return nil }
        return (Moments(chosen.map(\.a.score)).mean, Moments(chosen.map(\.b.score)).mean)
    }

    /// B minus A over the measurements of the three modules.
    public var delta: Double? { scores().map { $0.b - $0.a } }
}
