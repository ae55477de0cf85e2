/// What `diorama evaluate --json` prints: the headline and every module and column, those without measurements included.
public struct ScoreSheet: Codable, Hashable, Sendable {
    /// Score and interval are null where `n`, the number of scenarios, is 0.
    public struct Entry: Codable, Hashable, Sendable {
        public var score, low, high: Double?
        public var n: Int
        public var gateFailures: Int
        public var records: Int

        public init(_ estimate: Estimate?) {
            (score, low, high) = (estimate?.score, estimate?.low, estimate?.high)
            (n, gateFailures, records) = (estimate?.n ?? 0, estimate?.gateFailures ?? 0, estimate?.records ?? 0)
        }

        /// Nulls are written, so that all entries have the same keys.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(score, forKey: .score)
            try container.encode(low, forKey: .low)
            try container.encode(high, forKey: .high)
            try container.encode(n, forKey: .n)
            try container.encode(gateFailures, forKey: .gateFailures)
            try container.encode(records, forKey: .records)
        }

        enum CodingKeys: String, CodingKey {
            case score, low, high, n, records
            case gateFailures = "gate_failures"
        }
    }

    public static let columns = ["control", "drift", "physics", "surprise", "fidelity"]

    public var candidate: String
    public var suite: String
    public var headline: Entry
    public var modules: [String: Entry]
    public var columns: [String: Entry]
    /// The tasks of prompting; nil in suites that generate nothing.
    public var families: [String: Entry]?

    public init(_ summary: EvaluationSummary) {
        (candidate, suite) = (summary.candidate, summary.suite)
        headline = Entry(summary.headline.n > 0 ? summary.headline : nil)
        func entries(_ names: [String], _ of: [String: Estimate]) -> [String: Entry] {
            Dictionary(uniqueKeysWithValues: names.map { ($0, Entry(of[$0])) })
        }
        // Outside the headline, and in suites of their own.
        let further = summary.modules.keys.filter { !EvaluationRun.modules.contains($0) }
        modules = entries(EvaluationRun.modules + further, summary.modules)
        if !further.isEmpty { families = entries(Array(summary.families.keys), summary.families) }
        columns = entries(Self.columns, summary.columns)
    }
}
