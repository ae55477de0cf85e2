import Foundation

extension EvaluationSummary {
    /// Headline and modules of each row, for a terminal.
    public static func table(_ rows: [(row: MemoryRow, summary: EvaluationSummary)]) -> String {
        func cell(_ text: String) -> String { text.padding(toLength: 13, withPad: " ", startingAt: 0) }
        let head = "whose score".padding(toLength: 22, withPad: " ", startingAt: 0)
        let lines = rows.map { row, summary in
            let values = [summary.headline] + EvaluationRun.modules.map { summary.modules[$0] }
            return "  " + row.title.padding(toLength: 20, withPad: " ", startingAt: 0)
                + values.map { value in cell(value.map { String(format: "%5.3f", $0.score) } ?? "-") }.joined()
        }
        return ([head + (["headline"] + EvaluationRun.modules).map(cell).joined()] + lines).joined(separator: "\n")
    }

    /// The scores as text for a terminal.
    public var table: String {
        var lines = ["\(candidate) on \(suite)", ""]
        func name(_ text: String) -> String { text.padding(toLength: 22, withPad: " ", startingAt: 0) }
        lines.append(name("") + "score   95% interval   scenarios  failed gates")
        func row(_ title: String, _ e: Estimate) {
            let measured = e.records > 0 ? "\(e.gateFailures) of \(e.records)" : "-"
            let range = e.n < 2 ? "unknown       " : String(format: "%5.3f .. %5.3f", e.low, e.high)
            lines.append(name(title) + String(format: "%5.3f   \(range)   %5d      ", e.score, e.n) + measured)
        }
        if headline.n > 0 || modules.isEmpty { row("headline", headline) }
        for module in EvaluationRun.modules + [PromptEvaluation.module] {
            if let estimate = modules[module] { row("  " + module, estimate) }
        }
        if !columns.isEmpty { lines.append("beside the headline") }
        for column in ScoreSheet.columns {
            if let estimate = columns[column] { row("  " + column, estimate) }
        }
        lines.append("families")
        for (family, estimate) in families.sorted(by: { $0.key < $1.key }) { row("  " + family, estimate) }
        lines.append("metrics")
        for (metric, estimate) in metrics.sorted(by: { $0.key < $1.key }) { row("  " + metric, estimate) }
        lines.append("")
        if let worstFamily { lines.append("worst family: \(worstFamily)") }
        lines.append(
            String(
                format: "gate failures: %.0f%% of measurements; all expectations met on every seed: %.0f%% of cases",
                gateFailureRate * 100, allSeedsPassRate * 100))
        if !failures.isEmpty {
            let reasons = failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            lines.append("failed: " + reasons.joined(separator: ", "))
        }
        if !unbracketed.isEmpty {
            lines.append(
                "not counted, since a cheat does nearly as well as the truth: \(unbracketed.joined(separator: ", "))")
        }
        for (column, reason) in (inapplicable ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append("not applicable: \(column), since \(reason)")
        }
        if let surprise { lines.append(surprise.sentence) }
        return lines.joined(separator: "\n")
    }
}
