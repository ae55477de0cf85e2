/// What `diorama evaluate --json` prints: every module and column, null where the suite has nothing for it.
public struct ScoreSheet: Codable, Hashable, Sendable {
    public static let columns = ["control", "drift", "physics", "surprise", "fidelity"]

    public var candidate: String
    public var suite: String
    public var headline: Estimate
    public var modules: [String: Estimate?]
    public var columns: [String: Estimate?]

    public init(_ summary: EvaluationSummary) {
        (candidate, suite, headline) = (summary.candidate, summary.suite, summary.headline)
        modules = Dictionary(uniqueKeysWithValues: EvaluationRun.modules.map { ($0, summary.modules[$0]) })
        columns = Dictionary(uniqueKeysWithValues: Self.columns.map { ($0, summary.columns[$0]) })
    }
}
