/// Why measurements scored 0: reason by model.
struct FailureSection: ReportSection {
    let id = "failures"
    func title(_ data: ReportData) -> String { "Gate failures" }

    func lesson(_ data: ReportData) -> HTML {
        """
        A gate asks whether a measurement means anything: a frozen picture is perfectly consistent and still no world. \
        Where a gate fails the score is 0, and the measurement stays in the mean. One measurement may fail several gates.
        """
    }

    func body(_ data: ReportData) -> HTML {
        let counts = data.measured.map(Self.failures)
        let reasons = Set(counts.flatMap(\.keys)).sorted { a, b in
            func total(_ reason: String) -> Int { counts.reduce(0) { $0 + ($1[reason] ?? 0) } }
            return (total(b), a) < (total(a), b)
        }
        let totals = data.measured.map(\.count)
        if reasons.isEmpty {
            return Self.nothing(
                "No gate failed in \(totals.map { ScoreFormat.count($0, "measurement") }.joined(separator: " and ")).")
        }
        let heads = data.runs.indices.map { run -> HTML in "<th scope=\"col\">\(data.label(run))</th>" }
        let rows = reasons.map { reason -> HTML in
            let cells = data.runs.indices.map { run -> HTML in
                let n = counts[run][reason] ?? 0
                let share = totals[run] == 0 ? 0 : Double(n) / Double(totals[run])
                return "<td>\(n) <small>\(ScoreFormat.percent(share))</small></td>"
            }
            return """
                <tr><th scope="row">\(reason)<br><small>\(Self.meanings[reason] ?? "")</small></th>\(cells)</tr>

                """
        }
        let foot = totals.map { n -> HTML in "<td>\(n)</td>" }
        return """
            <table>
            <thead><tr><th scope="col">reason</th>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody>
            <tfoot><tr><th scope="row">measurements in all</th>\(foot)</tr></tfoot>
            </table>

            """
    }

    /// Reason -> measurements that failed for it.
    static func failures(_ records: [ResultRecord]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for record in records where record.status == .gateFail || record.status == .error {
            var reasons = record.gates.filter { !$0.value }.map(\.key)
            if record.status == .error || reasons.isEmpty {
                let code = record.reason?.prefix { $0 != ":" }
                reasons = [code.map(String.init) ?? "unnamed"]
            }
            for reason in reasons { counts[reason, default: 0] += 1 }
        }
        return counts
    }

    private static let meanings = [
        "view": "the picture does not move as the camera was told to",
        "detail": "the picture is blurred or noisy beyond what is told apart",
        "away": "what should have left the view never left it",
        "occluded": "what should have been covered never was",
        "null_floor": "the effect is no larger than what other noise does",
        "effect": "the action has no effect to be judged further",
        "anchor": "the given place is not the one that is shown at first",
        "error": "the candidate or the metric broke off",
        "missing": "there is no recording of the case",
        "short": "the recording ends before the case does",
    ]
}
