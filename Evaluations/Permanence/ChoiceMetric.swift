/// P1, choice: of what may stand there when the object comes back into view - the object itself, none, one in another
/// colour, place, state or number - the candidate's picture comes nearest to the truth.
///
/// 1 or 0; counterbalanced cases count only together, so that a habit ("always red") earns nothing.
public struct ChoiceMetric: Metric {
    public let id = "choice"
    public let terms = ["choose"]
    public let catches = ["vanishing", "no-memory", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        Measurement.mean(
            evidence.terms("choose").compactMap { term in
                guard let set = evidence.truth.alternatives(term) else { return nil }
                let errors = set.errors(evidence.main)
                let best = set.nearest(errors)
                var details: [String: Double] = [:]
                for (name, error) in zip(set.names, errors) {
                    details["mse_" + name] = min(error, details["mse_" + name] ?? .infinity)
                }
                return Measurement(best == "true" ? 1 : 0, details: details)
            })
    }
}
