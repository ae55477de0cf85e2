import Foundation

/// The scale of B minus A that the verdicts and the forest plot share.
enum DifferenceScale {
    /// The largest end of the estimates' intervals and floors, rounded up to a tenth; at most 1.
    static func reach(_ estimates: [PairedEstimate]) -> Double {
        let ends = estimates.flatMap { e in
            [abs(e.delta), abs(e.interval?.low ?? 0), abs(e.interval?.high ?? 0), min(0.3, e.resolutionFloor ?? 0)]
        }
        return min(1, max(0.1, ((ends.max() ?? 0) * 10).rounded(.up) / 10))
    }

    /// Floor as a band, interval as a line, estimate as a mark (a diamond for what sums up others).
    static func track(_ e: PairedEstimate, _ reach: Double, name: String, summary: Bool) -> HTML {
        let track = Track(low: -reach, high: reach)
        let middle = track.height / 2
        var shapes: [HTML] = []
        if let floor = e.resolutionFloor {
            shapes.append(track.bar(from: -floor, to: floor, y: middle, thickness: track.height, "floor"))
        }
        shapes.append(track.tick(0, "zero"))
        if let interval = e.interval { shapes.append(track.span(interval, y: middle, "interval")) }
        shapes.append(
            summary
                ? track.diamond(e.delta, y: middle)
                : track.mark(e.delta, y: middle, run: e.verdict == .better ? 1 : e.verdict == .worse ? 0 : nil))
        return track.svg(
            "\(name): B minus A \(ScoreFormat.signed(e.delta)), 95% interval \(ScoreFormat.range(e.interval)), "
                + "resolution floor \(ScoreFormat.floor(e.resolutionFloor))", shapes)
    }

    /// The line with the numbers of the scale and who is better on which side.
    static func axis(_ reach: Double, _ data: ReportData) -> HTML {
        let track = Track(low: -reach, high: reach)
        let end = String(format: "%.1f", reach)
        return """
            <div class="row scale"><div class="name"></div><div class="plot">\
            \(track.axis("\u{2212}\(end) A better", "0", "B better +\(end)"))</div><div class="facts"></div></div>

            """
    }
}
