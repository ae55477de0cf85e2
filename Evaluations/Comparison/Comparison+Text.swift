extension Comparison {
    /// The verdict in one sentence.
    public var sentence: String {
        guard let overall else { return "A and B share no module; see the columns." }
        return Self.sentence(overall, a: a == b ? "A" : a, b: b == a ? "B" : b)
    }

    /// Where B is better, where worse, and where neither can be said: "Better in geometry; worse in causality; tie in
    /// permanence."
    public var summary: String {
        let parts = Verdict.allCases.compactMap { verdict -> String? in
            let names = modules.filter { $0.estimate.verdict == verdict }.map(\.name)
            return names.isEmpty ? nil : "\(verdict.rawValue) in \(names.joined(separator: " and "))"
        }
        let text = parts.joined(separator: "; ")
        return text.isEmpty ? "" : text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    static func sentence(_ estimate: PairedEstimate, a: String, b: String) -> String {
        switch estimate.verdict {
        case .better: "\(b) is better than \(a)."
        case .worse: "\(b) is worse than \(a)."
        case .tie: "\(a) and \(b) tie."
        case .inconclusive: "Whether \(b) or \(a) is better cannot be said from these runs."
        }
    }

    /// The verdict as text for a terminal.
    public var text: String {
        var lines = [
            "A  \(a)", "B  \(b)", "suite \(suite), \(ScoreFormat.count(pairs.count, "paired run"))", "", sentence,
            summary, "",
        ]
        let rule = ["", "A", "B", "B - A", "95% interval", "floor", "p (Holm)", "P(B>A)", "w/t/l", "verdict"]
        var rows = [rule]
        func row(_ name: String, _ a: Double?, _ b: Double?, _ e: PairedEstimate) -> [String] {
            [
                name, a.map(ScoreFormat.score) ?? "", b.map(ScoreFormat.score) ?? "", ScoreFormat.signed(e.delta),
                ScoreFormat.range(e.interval), ScoreFormat.floor(e.resolutionFloor),
                String(ScoreFormat.p(e.holmP).dropFirst(2).drop { $0 == "=" || $0 == " " }),
                ScoreFormat.percent(e.probabilityOfImprovement), "\(e.wins)/\(e.ties)/\(e.losses)", e.verdict.rawValue,
            ]
        }
        if let overall { rows.append(row("overall", nil, nil, overall)) }
        for group in modules + columns { rows.append(row(group.name, group.a, group.b, group.estimate)) }
        for group in families { rows.append(row("  \(group.name)", group.a, group.b, group.estimate)) }
        lines += Self.table(rows)
        if let headline {
            lines += [
                "",
                "headline (geometric mean of the modules): A \(ScoreFormat.score(headline.a)), "
                    + "B \(ScoreFormat.score(headline.b)), difference \(ScoreFormat.signed(headline.delta.estimate)) "
                    + ScoreFormat.range(headline.delta),
            ]
        }
        if let floor = overall?.resolutionFloor {
            lines.append(
                "resolution floor \(ScoreFormat.floor(floor)): runs like these miss a smaller overall difference more "
                    + "often than one time in five")
        }
        return (lines + notes.map { "note: \($0)" }).joined(separator: "\n")
    }

    private static func table(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { i, cell in
                let space = String(repeating: " ", count: widths[i] - cell.count)
                return i == 0 || i == row.count - 1 ? cell + space : space + cell
            }.joined(separator: "  ").replacing(/\s+$/, with: "")
        }
    }
}
