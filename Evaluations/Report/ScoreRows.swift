/// Mean scores of a run alone, each with its interval on the scale from 0 to 1.
enum ScoreRows {
    static func rows(_ estimates: [(name: String, estimate: Estimate)]) -> HTML {
        let track = Track(low: 0, high: 1)
        let middle = track.height / 2
        let rows = estimates.map { name, e -> HTML in
            let interval = Interval(estimate: e.score, low: e.low, high: e.high)
            let isKnown = e.n > 1
            let range = isKnown ? "[\(ScoreFormat.score(e.low)), \(ScoreFormat.score(e.high))]" : "unknown"
            let shapes = [
                track.bar(from: 0, to: e.score, y: middle, thickness: 10, "c0 bar"),
                isKnown ? track.span(interval, y: middle, "interval") : "",
            ]
            return """
                <div class="row"><div class="name">\(name)</div>
                <div class="plot">\(track.svg("\(name): \(ScoreFormat.score(e.score)) \(range)", shapes))</div>
                <div class="facts"><b>\(ScoreFormat.score(e.score))</b> <small>95% interval \(range), \
                \(ScoreFormat.count(e.n, "scenario")), \(ScoreFormat.count(e.gateFailures, "gate failure"))</small></div>
                </div>

                """
        }
        return """
            <div class="row scale"><div class="name"></div><div class="plot">\(track.axis("0 best cheat", "", "1 truth"))\
            </div><div class="facts"></div></div>
            \(rows)
            """
    }
}
