/// `summary.json`: what the records of a run amount to.
public struct EvaluationSummary: Codable, Hashable, Sendable {
    /// The candidate's name: a checkpoint, "reference", "cheat:frozen", "video:DIR".
    public var candidate: String
    public var suite: String
    /// Geometric mean of the three modules; 0 if any is 0.
    public var headline: Estimate
    /// "geometry", "permanence", "causality".
    public var modules: [String: Estimate]
    /// "control", "drift", "physics", "surprise", "fidelity"; a column without measurements is absent.
    public var columns: [String: Estimate]
    /// The scenario families of the modules.
    public var families: [String: Estimate]
    public var scenarios: [String: Estimate]
    public var metrics: [String: Estimate]
    /// "id", "ood", "comb" and "held_out" -> module -> estimate.
    public var splits: [String: [String: Estimate]]
    /// The family with the lowest score.
    public var worstFamily: String?
    /// Share of module measurements that a gate failed.
    public var gateFailureRate: Double
    /// Share of cases whose every expectation is met on every seed.
    public var allSeedsPassRate: Double
    /// Gate or error code -> count.
    public var failures: [String: Int]
    /// Scenarios whose ceiling and floor lie less than 0.5 apart on a metric: "scenario/metric". They do not count.
    public var unbracketed: [String]
    /// What the column "surprise" is made of.
    public var surprise: SurpriseScore?
    /// Columns that nothing of this kind of candidate can be measured for, and why.
    public var inapplicable: [String: String]?

    public init(
        candidate: String, suite: String, headline: Estimate, modules: [String: Estimate] = [:],
        columns: [String: Estimate] = [:], families: [String: Estimate] = [:], scenarios: [String: Estimate] = [:],
        metrics: [String: Estimate] = [:], splits: [String: [String: Estimate]] = [:], worstFamily: String? = nil,
        gateFailureRate: Double = 0, allSeedsPassRate: Double = 0, failures: [String: Int] = [:],
        unbracketed: [String] = [], surprise: SurpriseScore? = nil, inapplicable: [String: String]? = nil
    ) {
        (self.candidate, self.suite, self.headline) = (candidate, suite, headline)
        (self.modules, self.columns, self.families) = (modules, columns, families)
        (self.scenarios, self.metrics, self.splits) = (scenarios, metrics, splits)
        (self.worstFamily, self.gateFailureRate) = (worstFamily, gateFailureRate)
        (self.allSeedsPassRate, self.failures, self.unbracketed) = (allSeedsPassRate, failures, unbracketed)
        (self.surprise, self.inapplicable) = (surprise, inapplicable)
    }

    enum CodingKeys: String, CodingKey {
        case candidate, suite, headline, modules, columns, families, scenarios, metrics, splits, failures, unbracketed
        case surprise, inapplicable
        case worstFamily = "worst_family"
        case gateFailureRate = "gate_failure_rate"
        case allSeedsPassRate = "all_seeds_pass_rate"
    }
}
