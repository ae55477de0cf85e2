import Scenarios
import Tensors
import WorldModel
import Worlds

/// A demand on a score: `headline>=0.5`, `permanence>=0.3`, `contact>=0.2`.
public struct ScoreRequirement: Hashable, Sendable {
    public let text: String
    private let name: String
    private let isLeast: Bool
    private let bound: Double

    /// Of "headline", a module, a column, a family or a metric; `>=` or `<=`; and a number.
    public init(_ text: String) throws {
        self.text = text
        for (sign, isLeast) in [(">=", true), ("<=", false)] {
            guard let range = text.firstRange(of: sign) else { continue }
            let name = text[..<range.lowerBound].filter { $0 != " " }
            let value = text[range.upperBound...].filter { $0 != " " }
            if let bound = Double(value), bound.isFinite, !name.isEmpty {
                (self.name, self.isLeast, self.bound) = (name, isLeast, bound)
                return
            }
        }
        throw WorldError("'\(text)' is no requirement: write a score, >= or <=, and a number, e.g. headline>=0.5")
    }

    private func estimate(_ s: EvaluationSummary) -> Estimate? {
        name == "headline" ? s.headline : s.modules[name] ?? s.columns[name] ?? s.families[name] ?? s.metrics[name]
    }

    /// False also where there is no such score.
    public func isMet(by summary: EvaluationSummary) -> Bool {
        guard let score = estimate(summary)?.score else { return false }
        return isLeast ? score >= bound : score <= bound
    }

    /// "it is 0.31", or what there is instead.
    public func found(in summary: EvaluationSummary) -> String {
        if let score = estimate(summary)?.score { return "it is \((score * 10_000).rounded() / 10_000)" }
        let names = ["headline"] + (Array(summary.modules.keys) + summary.columns.keys + summary.families.keys).sorted()
        return "there is no '\(name)': the scores are \(names.joined(separator: ", "))".printable
    }

    /// Throws one sentence where an evaluation of these cases has no such score.
    public func check(_ cases: [ScenarioCase]) throws {
        let names =
            ["headline"] + EvaluationRun.modules + ScoreSheet.columns + Set(cases.map(\.module))
            + Set(cases.map(\.family))
        let judges = [SurpriseEvaluation.metric, PromptEvaluation.metric]
        if (names + Metrics.all.map(\.id) + judges).contains(name) { return }
        throw FileError(
            "--require \(text): there is no '\(name)' in this suite\(NearestWord.hint(name, among: Set(names)))")
    }
}
