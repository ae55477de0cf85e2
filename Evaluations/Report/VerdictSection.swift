/// Which is better, overall and module by module.
struct VerdictSection: ReportSection {
    let id = "verdict"
    func title(_ data: ReportData) -> String { data.comparison == nil ? "Scores" : "Verdict" }

    func lead(_ data: ReportData) -> HTML {
        guard let comparison = data.comparison else { return "" }
        return "<p class=\"sentence\"><b>\(comparison.sentence)</b></p>\n<p>\(comparison.summary)</p>\n"
    }

    func lesson(_ data: ReportData) -> HTML {
        if data.comparison == nil {
            return """
                Each bar is a mean score with its 95% confidence interval: were the suite drawn anew, the interval \
                would hold the true mean 19 times out of 20. A failed measurement counts as 0 and is never left out.
                """
        }
        return """
            The mark is the mean of B minus A over the same scenarios, draws and noise; the line is its 95% confidence \
            interval. The shaded band is the resolution floor: a true difference that small would be missed more often \
            than one time in five, so inside the band the verdict is a tie.
            """
    }

    func body(_ data: ReportData) -> HTML {
        guard let comparison = data.comparison else { return alone(data.runs[0]) }
        var rows: [HTML] = []
        let estimates =
            [comparison.overall].compactMap { $0 } + (comparison.modules + comparison.columns).map(\.estimate)
        let reach = DifferenceScale.reach(estimates)
        if let overall = comparison.overall {
            rows.append(row("overall", nil, overall, reach, strong: true))
        }
        for group in comparison.modules + comparison.columns {
            rows.append(row(group.name, group, group.estimate, reach, strong: false))
        }
        let notes = comparison.notes.map { note -> HTML in "<li>\(note)</li>\n" }
        return """
            \(data.legend)\(headline(comparison))<div class="rows">
            \(DifferenceScale.axis(reach, data))\(rows)</div>
            \(notes.isEmpty ? "" : "<ul class=\"notes\">\n\(notes)</ul>\n" as HTML)\(Self.words)
            """
    }

    private func headline(_ comparison: Comparison) -> HTML? {
        guard let headline = comparison.headline else { return nil }
        return """
            <p>Headline score, the geometric mean of the three modules (0 if any is 0): \
            A <b>\(ScoreFormat.score(headline.a))</b>, B <b>\(ScoreFormat.score(headline.b))</b>, difference \
            \(ScoreFormat.signed(headline.delta.estimate)) \(ScoreFormat.range(headline.delta)).</p>

            """
    }

    private func row(
        _ name: String, _ group: GroupComparison?, _ e: PairedEstimate, _ reach: Double, strong: Bool
    ) -> HTML {
        let scores = group.map { "A \(ScoreFormat.score($0.a)), B \(ScoreFormat.score($0.b)), " } ?? ""
        let facts =
            scores + "95% interval \(ScoreFormat.range(e.interval)), resolution floor "
            + "\(ScoreFormat.floor(e.resolutionFloor)), \(ScoreFormat.count(e.pairs, "run"))"
        return """
            <div class="row\(strong ? " strong" : "")">
            <div class="name">\(name) <span class="verdict \(e.verdict.rawValue)">\(e.verdict.words)</span></div>
            <div class="plot">\(DifferenceScale.track(e, reach, name: name, summary: strong))</div>
            <div class="facts"><b>\(ScoreFormat.signed(e.delta))</b> <small>\(facts)</small></div>
            </div>

            """
    }

    /// A run without another to hold it against.
    private func alone(_ run: EvaluationRun) -> HTML {
        let s = run.summary
        let rows = ScoreRows.rows(
            [("headline", s.headline)] + EvaluationRun.modules.compactMap { name in s.modules[name].map { (name, $0) } }
                + s.columns.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        let worst = s.worstFamily.map { "Weakest family: \($0). " } ?? ""
        return """
            <div class="rows">\(rows)</div>
            <p>\(worst)\(ScoreFormat.percent(s.gateFailureRate)) of the module measurements failed a gate; \
            \(ScoreFormat.percent(s.allSeedsPassRate)) of the cases met every expectation on every noise seed.</p>

            """
    }

    private static let words: HTML = """
        <details><summary>What the words mean</summary><dl>
        <dt>better, worse</dt><dd>B minus A reaches the resolution floor, its interval excludes 0, and p, after Holm's \
        correction among the modules, is below 0.05.</dd>
        <dt>tie</dt><dd>The difference is below the resolution floor, and the floor is at most 0.25 of the way from the \
        best cheat to the truth.</dd>
        <dt>too small</dt><dd>So few runs that no outcome whatever could have made p less than 0.05: a larger suite \
        decides.</dd>
        <dt>inconclusive</dt><dd>Anything else: runs that contradict each other.</dd>
        </dl></details>

        """
}
