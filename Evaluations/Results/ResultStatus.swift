/// What became of one measurement. Failed measurements score 0 and are never dropped.
public enum ResultStatus: String, Codable, Sendable, CaseIterable {
    case ok
    /// A gate failed: the score is 0; `ResultRecord.gates` says which.
    case gateFail = "gate_fail"
    /// The candidate or the metric threw: the score is 0; `ResultRecord.reason` says why.
    case error
    /// A mismatch of tiers declared before the run; the only status that does not count.
    case notApplicable = "not_applicable"
}
