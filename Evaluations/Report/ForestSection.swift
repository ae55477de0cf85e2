/// The forest plot: paired differences by family.
struct ForestSection: ReportSection {
    let id = "families"
    func title(_ data: ReportData) -> String { data.comparison == nil ? "Families" : "Forest plot of the families" }

    func lesson(_ data: ReportData) -> HTML {
        if data.comparison == nil {
            return """
                A family is a handful of scenarios that ask the same of a world in different places. Each bar is its \
                mean score with a 95% interval.
                """
        }
        return """
            Each row is a family of scenarios, each mark its mean of B minus A with a 95% confidence interval; right of \
            the line B is better. The shaded band is the family's resolution floor. p is the share of random sign flips \
            that give a difference as large, after Holm's correction for looking at so many families; P(B > A) is the \
            chance that B does better in a random run, d<sub>z</sub> the difference in standard deviations between \
            scenarios; win, tie and loss count B's runs. The diamond sums up a module.
            """
    }

    func body(_ data: ReportData) -> HTML {
        guard let comparison = data.comparison else {
            let families = data.runs[0].summary.families.sorted { $0.key < $1.key }
            if families.isEmpty { return Self.nothing("The run's summary has no families.") }
            return "<div class=\"rows\">\(ScoreRows.rows(families.map { ($0.key, $0.value) }))</div>\n"
        }
        if comparison.families.isEmpty { return Self.nothing("The runs share no family of the three modules.") }
        let reach = DifferenceScale.reach((comparison.families + comparison.modules).map(\.estimate))
        let rows = comparison.modules.map { module -> HTML in
            let families = comparison.families.filter { $0.module == module.name }.map { row($0, reach, sum: false) }
            return "<h3>\(module.name)</h3>\n\(families)\(row(module, reach, sum: true))"
        }
        return "<div class=\"rows\">\n\(DifferenceScale.axis(reach, data))\(rows)</div>\n"
    }

    private func row(_ group: GroupComparison, _ reach: Double, sum: Bool) -> HTML {
        let e = group.estimate
        return """
            <div class="row\(sum ? " strong" : "")">
            <div class="name">\(sum ? "all of \(group.name)" : group.name) \
            <span class="verdict \(e.verdict.rawValue)">\(e.verdict.words)</span></div>
            <div class="plot">\(DifferenceScale.track(e, reach, name: group.name, summary: sum))</div>
            <div class="facts"><b>\(ScoreFormat.signed(e.delta))</b> <small>\(facts(group))</small></div>
            </div>

            """
    }

    /// Of so few runs that nothing follows from them only the scores are told.
    private func facts(_ group: GroupComparison) -> HTML {
        let e = group.estimate
        let counts = "\(e.wins) / \(e.ties) / \(e.losses)"
        if e.verdict == .tooSmall {
            return
                "A \(ScoreFormat.score(group.a)), B \(ScoreFormat.score(group.b)) in \(ScoreFormat.count(e.pairs, "run"))"
        }
        return """
            \(ScoreFormat.range(e.interval)), \(ScoreFormat.p(e.holmP)), \
            P(B > A) \(ScoreFormat.percent(e.probabilityOfImprovement)), d<sub>z</sub> \
            \(e.dz.map(ScoreFormat.signed) ?? "none"), win/tie/loss \(counts) over \
            \(ScoreFormat.count(e.scenarios, "scenario"))
            """
    }
}
