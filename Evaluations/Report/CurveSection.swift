/// How scores change with time: memory over gaps, rollouts over frames, effects after their cause.
struct CurveSection: ReportSection {
    let id = "curves"
    func title(_ data: ReportData) -> String { "Curves" }

    func lesson(_ data: ReportData) -> HTML {
        """
        Three ways to watch a world wear out: how well a place is known again after it was out of sight, how long a \
        rollout stays nearer to the truth than to unrelated worlds, and whether what was done stays done. The values \
        over frames are those measured, whether or not a gate failed.
        """
    }

    func body(_ data: ReportData) -> HTML {
        "\(data.legend)<div class=\"figures\">\n\(revisit(data))\(horizon(data))\(effect(data))</div>\n"
    }

    private func figure(_ id: String, _ title: String, _ plot: CurvePlot, _ caption: String, empty: String) -> HTML {
        let isEmpty = plot.curves.allSatisfy(\.points.isEmpty)
        return """
            <figure id="\(id)"><h3>\(title)</h3>
            \(isEmpty ? Self.nothing(empty) : plot.svg())\
            \(isEmpty ? "" : "<figcaption>\(caption)</figcaption>" as HTML)</figure>

            """
    }

    private func revisit(_ data: ReportData) -> HTML {
        let curves = data.measured.map { Curve($0.filter { $0.metric == "revisit" }, against: "unseen_frames") }
        let lives = curves.enumerated().filter { !$1.points.isEmpty }.map { run, curve in
            let name = data.label(run)
            return curve.last(atLeast: 0.5).map { "\(name) \(ScoreFormat.whole($0)) frames" } ?? "\(name) none"
        }
        return figure(
            "revisit", "Revisit against gap",
            CurvePlot(
                description: "Revisit score against frames out of sight", xLabel: "frames out of sight",
                yLabel: "score", curves: curves, level: (0.5, "half")),
            "Where a curve falls below one half, the place is more invented than remembered. Longest gap with at least "
                + "half a score: \(lives.joined(separator: ", ")).",
            empty: "No revisit was measured, so there is no memory to plot.")
    }

    private func horizon(_ data: ReportData) -> HTML {
        let records = data.measured.map { $0.filter { $0.metric == "horizon" } }
        let means = records.enumerated().compactMap { run, records -> String? in
            let frames = records.compactMap { $0.details["horizon_frames"] }
            return frames.isEmpty ? nil : "\(data.label(run)) \(ScoreFormat.whole(Moments(frames).mean)) frames"
        }
        return figure(
            "horizon", "Horizon of a rollout",
            CurvePlot(
                description: "Share of rollouts whose scene is not lost, by frame", xLabel: "frames made",
                yLabel: "share", curves: records.map { Curve(survival: $0) }, marked: false),
            "The share of rollouts that have not lost their scene. It counts as lost from the first of 8 frames in a row "
                + "that are no nearer to the truth than unrelated worlds are. Mean horizon, rollouts that outlast their "
                + "script counted up to its end: \(means.joined(separator: ", ")).",
            empty: "No scenario was long enough to measure a horizon.")
    }

    private func effect(_ data: ReportData) -> HTML {
        figure(
            "effect", "Effect over time",
            CurvePlot(
                description: "Share of the true effect that is shown, by frame after the cause",
                xLabel: "frames after the cause", yLabel: "share",
                curves: data.measured.map { Curve(perFrame: $0.filter { $0.metric == "effect" }) },
                level: (1, "true effect")),
            "What an action changes in the candidate, as a share of what it changes in truth. A line that starts late "
                + "reacts late, one that sinks forgets what was done, one near 0 does nothing.",
            empty: "No effect of an action was measured.")
    }
}
