/// Whose score it is: with memory, without memory, memory alone.
struct MemorySection: ReportSection {
    let id = "memory"
    func title(_ data: ReportData) -> String { "Whose score" }

    func lesson(_ data: ReportData) -> HTML {
        """
        A checkpoint plays with a memory of pictures. The second row takes it away, so that the transformer has its context \
        alone; the third keeps memory's pixels wherever there are any. What the first row has beyond both is what they \
        make together.
        """
    }

    func body(_ data: ReportData) -> HTML {
        let tables = data.runs.indices.compactMap { run -> HTML? in
            data.runs[run].rows.count < 2 ? nil : table(data.runs[run].rows, data.label(run))
        }
        guard !tables.isEmpty else {
            return Self.nothing("Only one row was measured; evaluate a checkpoint with --rows for all three.")
        }
        return "\(tables)"
    }

    private func table(_ rows: [(row: MemoryRow, summary: EvaluationSummary)], _ label: String) -> HTML {
        let columns = EvaluationRun.modules + ["drift", "physics", "fidelity"]
        let heads = (["headline"] + columns).map { name -> HTML in "<th scope=\"col\">\(name)</th>" }
        let lines = rows.map { row, summary -> HTML in
            let values = [summary.headline] + columns.map { summary.modules[$0] ?? summary.columns[$0] }
            let cells = values.map { value -> HTML in
                "<td>\(value.map { ScoreFormat.score($0.score) } ?? "-")</td>"
            }
            return "<tr><th scope=\"row\">\(row.title)</th>\(cells)</tr>\n"
        }
        return """
            <div class="wide"><table>
            <thead><tr><th>\(label)</th>\(heads)</tr></thead>
            <tbody>
            \(lines)</tbody>
            </table></div>

            """
    }
}
