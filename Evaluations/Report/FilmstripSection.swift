import Tensors

/// Pictures: where B fell back, where it gained, and some that nobody picked.
struct FilmstripSection: ReportSection {
    let id = "filmstrips"
    func title(_ data: ReportData) -> String { "Filmstrips" }

    func lesson(_ data: ReportData) -> HTML {
        let choice: String =
            data.comparison == nil
            ? "The three worst cases, the three best, and three drawn at random"
            : "The three worst regressions of B, its three best gains, and three drawn at random"
        return """
            \(choice) by seed \(String(data.seed)), which nobody picked for its looks. Time runs to the right; the labels \
            above the frames are the script's marks. In maps of error and of effect grey is no difference, \
            brighter and darker is more and less light.
            """
    }

    func body(_ data: ReportData) -> HTML {
        let choices = StripChoice.choose(data)
        if choices.isEmpty {
            let kept = data.runs.map { "\($0.strips.count)" }.joined(separator: " and ")
            return Self.nothing("No case has filmstrips to show; the runs kept \(kept).")
        }
        let alone = data.comparison == nil
        let heads: [(StripChoice.Reason, String, String)] = [
            (.regression, alone ? "Worst" : "Worst regressions", "B lost ground in no case that has filmstrips."),
            (.gain, alone ? "Best" : "Best gains", "B gained in no case that has filmstrips."),
            (.random, "At random", "No other case has filmstrips."),
        ]
        let groups = heads.map { reason, title, empty -> HTML in
            let own = choices.filter { $0.reason == reason }.map { figure($0, data) }
            return "<h3>\(title)</h3>\n\(own.isEmpty ? Self.nothing(empty) : "\(own)" as HTML)"
        }
        return "\(groups)"
    }

    private func figure(_ choice: StripChoice, _ data: ReportData) -> HTML {
        let first = choice.records[0][0]
        let scores = choice.scores.enumerated().map { run, score in
            "\(data.letter(run)) \(ScoreFormat.score(score))".trimmingPrefix(" ")
        }
        let split = SplitBars.Part(rawValue: first.split)?.title ?? first.split
        let reasons = choice.records.enumerated().flatMap { run, records in
            Set(records.compactMap(\.reason)).sorted().map { "\(data.letter(run)) \($0)".trimmingPrefix(" ") }
        }
        let why = reasons.isEmpty ? "" : " " + reasons.joined(separator: "; ") + "."
        return """
            <figure class="strip"><figcaption><b>\(choice.key.scenario)</b> (\(first.module), \(first.family)), draw \
            \(choice.key.draw) (\(split)), seed \(choice.key.seed): \
            score \(scores.joined(separator: ", ")).\(why)</figcaption>
            \(pictures(choice, data))</figure>

            """
    }

    private func pictures(_ choice: StripChoice, _ data: ReportData) -> HTML {
        let films = choice.strips.map { strips -> HTML in
            do {
                let pictures = try zip(strips, data.runs).map { try StripPicture($0, in: $1.folder) }
                let branch: HTML = "<p class=\"branch\">Branch \(strips[0].branch)</p>\n"
                let same = strips.allSatisfy { $0.columns == strips[0].columns }
                // Frames that do not stand under each other are not put there.
                let groups = same ? [Array(strips.indices)] : strips.indices.map { [$0] }
                let films = groups.map { film(strips[$0[0]].columns, rows(strips, pictures, data, $0)) }
                return "\(choice.strips.count > 1 ? branch : "")\(films)"
            } catch {
                return Self.nothing("\(error)")
            }
        }
        return "\(films)"
    }

    /// Truth once, then every row of each run beside the same row of the other.
    private func rows(
        _ strips: [FrameStrip], _ pictures: [StripPicture], _ data: ReportData, _ runs: [Int]
    ) -> [(label: String, picture: HTML)] {
        var rows: [(String, HTML)] = []
        for name in strips[runs[0]].rows {
            let truth = name == "reference" || name == "effect"
            for run in truth ? [runs[0]] : runs {
                guard let picture = pictures[run].rows[name] else { continue }
                rows.append((Self.label(name, data.label(run)), picture))
            }
        }
        return rows
    }

    private static func label(_ row: String, _ run: String) -> String {
        switch row {
        case "reference": "reference: what happens"
        case "candidate": run
        case "error": "error of \(run)"
        case "effect": "effect: what the action changes"
        case "candidate_effect": "effect in \(run)"
        default: "\(row), \(run)"
        }
    }

    private func film(_ columns: [FrameStrip.Column], _ rows: [(label: String, picture: HTML)]) -> HTML {
        let marks = columns.map { column -> HTML in
            let mark = column.marks.joined(separator: ", ")
            return "<span class=\"\(mark.isEmpty ? "" : "marked")\">\(mark) <small>\(column.frame)</small></span>"
        }
        let pictures = rows.map { row -> HTML in
            """
            <div class="rowlabel">\(row.label)</div>
            <div class="picture"><img alt="\(row.label)" src="\(row.picture)"></div>

            """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="filmstrip"><div class="film" \
            style="--n:\(columns.count);min-width:\(columns.count * 72)px">
            <div class="marks">\(marks)</div>
            \(pictures)</div></div>

            """
    }
}
