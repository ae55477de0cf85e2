/// What a metric says of a piece of evidence.
public struct Measurement: Hashable, Sendable {
    /// 1 for a flawless world, near 0 for a hopeless one; may lie outside [0, 1].
    public var value: Double
    public var branch: String?
    /// Further numbers in their own units.
    public var details: [String: Double] = [:]
    /// One value a frame from `firstFrame` on.
    public var perFrame: [Double] = []
    public var firstFrame = 0
    /// Gates of the metric's own, beside those of the scenario.
    public var gates: [GateResult] = []

    public init(
        _ value: Double, branch: String? = nil, details: [String: Double] = [:], perFrame: [Double] = [],
        firstFrame: Int = 0, gates: [GateResult] = []
    ) {
        (self.value, self.branch, self.details) = (value, branch, details)
        (self.perFrame, self.firstFrame, self.gates) = (perFrame, firstFrame, gates)
    }

    /// The mean of several, details of the same name averaged.
    public static func mean(_ parts: [Measurement]) -> Measurement? {
        guard var all = parts.first else { return nil }
        let n = Double(parts.count)
        all.value = parts.reduce(0) { $0 + $1.value } / n
        for name in Set(parts.flatMap(\.details.keys)) {
            let values = parts.compactMap { $0.details[name] }
            all.details[name] = values.reduce(0, +) / Double(values.count)
        }
        all.gates = parts.flatMap(\.gates)
        return all
    }
}
