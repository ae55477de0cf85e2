extension Comparison {
    /// The verdict in one sentence.
    public var sentence: String {
        guard let overall else { return "A and B share no module; see the columns." }
        let (a, b) = a == b ? ("A", "B") : (a, b)
        switch overall.verdict {
        case .better: return "\(b) is better than \(a)."
        case .worse: return "\(b) is worse than \(a)."
        case .tie: return "\(a) and \(b) tie."
        case .inconclusive:
            return "Whether \(b) or \(a) is better cannot be said from these runs; "
                + "\(SuiteSize.larger(than: suite)) sees smaller differences."
        case .tooSmall:
            let needed = SuiteSize.runsNeeded(among: 1)
            return "The suite \(suite) is too small to decide between \(a) and \(b): "
                + "\(ScoreFormat.count(overall.pairs, "paired run")) where \(needed) are needed; "
                + "run \(SuiteSize.larger(than: suite))."
        }
    }

    /// Where B is better, where worse, and where neither can be said: "Better in geometry; worse in causality; tie in
    /// permanence." Modules that the suite is too small for are named with the suite that is not.
    public var summary: String {
        let told = Verdict.allCases.filter { $0 != .tooSmall }.compactMap { verdict -> String? in
            let names = modules.filter { $0.estimate.verdict == verdict }.map(\.name)
            return names.isEmpty ? nil : "\(verdict.words) in \(Self.list(names))"
        }
        var text = told.joined(separator: "; ")
        if !text.isEmpty { text = text.prefix(1).uppercased() + text.dropFirst() + "." }
        let small = modules.filter { $0.estimate.verdict == .tooSmall }
        guard let most = small.map(\.estimate.pairs).max() else { return text }
        let needed = SuiteSize.runsNeeded(among: modules.count)
        return (text.isEmpty ? "" : text + " ")
            + "The suite \(suite) is too small to decide on \(Self.list(small.map(\.name))) alone: "
            + "\(ScoreFormat.count(most, "paired run")) each at most, where \(needed) are needed; "
            + "\(SuiteSize.larger(than: suite)) would decide."
    }

    private static func list(_ names: [String]) -> String {
        names.count < 3
            ? names.joined(separator: " and ")
            : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
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
                ScoreFormat.percent(e.probabilityOfImprovement), "\(e.wins)/\(e.ties)/\(e.losses)", e.verdict.words,
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
