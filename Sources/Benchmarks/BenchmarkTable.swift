/// Rows of text under named columns; the first column is read from the left, the others are numbers.
struct BenchmarkTable {
    let columns: [String]
    let rows: [[String]]

    func text(_ form: BenchmarkReport.Form) -> String {
        if form == .markdown {
            let rule = columns.indices.map { $0 == 0 ? "---" : "---:" }
            return ([columns, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
        }
        let lines = [columns] + rows
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            line.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - line[column].count)
                return column == 0 ? line[column] + padding : padding + line[column]
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
