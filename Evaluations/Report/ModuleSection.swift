/// Bars of every module and column, by split, between their cheats and ceilings.
struct ModuleSection: ReportSection {
    let id = "modules"
    func title(_ data: ReportData) -> String { "Modules" }

    func lesson(_ data: ReportData) -> HTML {
        """
        A bar ends where the candidate stands on the scale of the measured values. It cannot fairly be asked to pass its \
        <span class="inline codec">codec-oracle line</span>, the truth seen through its own encoder and decoder, and \
        what lies left of the <span class="inline cheat">cheat line</span> the best of the frozen, looping, blank and \
        other cheating worlds does too. The <span class="inline oracle">oracle line</span> at 1 is the truth itself. \
        The number is the score between cheat (0) and codec-oracle (1).
        """
    }

    func body(_ data: ReportData) -> HTML {
        let groups = data.groups
        if groups.isEmpty { return Self.nothing("No module was measured.") }
        let parts = Self.parts(data)
        let blocks = groups.map { group -> HTML in
            let records = data.measured.map { $0.filter { ($0.column ?? $0.module) == group } }
            let cells = parts.map { part -> HTML in
                cell(part, records.map { SplitBars($0.filter(part.holds)) }, data)
            }
            let kind = EvaluationRun.modules.contains(group) ? "" : " (not in the headline)"
            return "<h3>\(group)\(kind)</h3>\n<div class=\"cells\">\n\(cells)</div>\n"
        }
        let absent = SplitBars.Part.allCases.filter { !parts.contains($0) }.map(\.title)
        let none =
            absent.isEmpty ? "" : "Parts without runs of their own in this suite: \(absent.joined(separator: ", "))."
        return "\(data.legend)\(blocks)\(none.isEmpty ? "" : Self.nothing(none))"
    }

    /// All, and those that hold some runs but not all of them.
    private static func parts(_ data: ReportData) -> [SplitBars.Part] {
        SplitBars.Part.allCases.filter { part in
            let all = data.measured.joined()
            let held = all.count(where: part.holds)
            return part == .all || (held > 0 && held < all.count)
        }
    }

    private func cell(_ part: SplitBars.Part, _ bars: [SplitBars?], _ data: ReportData) -> HTML {
        let head: HTML = "<div class=\"cellhead\"><b>\(part.title)</b> <small>\(part.meaning)</small></div>"
        let shown = bars.enumerated().compactMap { run, bars in bars.map { (run, $0) } }
        if shown.isEmpty { return "<div class=\"cell\">\(head)<p class=\"nothing\">no runs</p></div>\n" }
        let rowHeight = 22.0
        let track = Track(low: 0, high: 1, height: rowHeight * Double(shown.count))
        var shapes: [HTML] = []
        var values: [HTML] = []
        for (row, (run, bar)) in shown.enumerated() {
            let top = rowHeight * Double(row)
            shapes.append(track.bar(from: 0, to: bar.position, y: top + rowHeight / 2, thickness: 12, "bar c\(run)"))
            shapes.append(track.tick(bar.floor, top: top + 1, bottom: top + rowHeight - 1, "cheat"))
            shapes.append(track.tick(bar.ceiling, top: top + 1, bottom: top + rowHeight - 1, "codec"))
            values.append("<span>\(data.letter(run)) <b>\(ScoreFormat.score(bar.score))</b></span>")
        }
        shapes.append(track.tick(1, "oracle"))
        let facts = shown.map { run, bar in
            "\(data.label(run)): score \(ScoreFormat.score(bar.score)), measured \(ScoreFormat.score(bar.position)), "
                + "best cheat \(ScoreFormat.score(bar.floor)), codec-oracle \(ScoreFormat.score(bar.ceiling))"
        }
        let count = ScoreFormat.count(shown[0].1.measurements, "measurement")
        return """
            <div class="cell">\(head)<div class="bars"><div class="plot">\
            \(track.svg("\(part.title): \(facts.joined(separator: "; "))", shapes))</div>\
            <div class="values">\(values)</div></div><small>\(count)</small></div>

            """
    }
}
