/// Points of one candidate in a plot.
struct Curve: Hashable {
    struct Point: Hashable {
        var x: Double
        var y: Double
    }

    var points: [Point]

    /// The mean over time of records' `perFrame`, frames counted from the first of each; it ends where fewer than half
    /// of the records go on, since a mean over others would jump.
    init(perFrame records: [ResultRecord]) {
        let series = records.map(\.perFrame).filter { !$0.isEmpty }
        let longest = series.map(\.count).max() ?? 0
        points = (0..<longest).compactMap { frame in
            let values = series.compactMap { frame < $0.count ? $0[frame] : nil }
            guard values.count * 2 >= series.count else { return nil }
            return Point(x: Double(frame), y: Moments(values).mean)
        }
    }

    /// The mean score of `records` against one of their details, at each of its values, or in `bins` groups of equal
    /// size where it has more values than that.
    init(_ records: [ResultRecord], against detail: String, bins: Int = 8) {
        let all = records.compactMap { r in r.details[detail].map { Point(x: $0, y: r.score) } }.sorted {
            ($0.x, $0.y) < ($1.x, $1.y)
        }
        var groups = Dictionary(grouping: all, by: \.x).sorted { $0.key < $1.key }.map(\.value)
        if groups.count > bins {
            groups = (0..<bins).map { Array(all[$0 * all.count / bins..<($0 + 1) * all.count / bins]) }
        }
        points = groups.filter { !$0.isEmpty }.map { group in
            Point(x: Moments(group.map(\.x)).mean, y: Moments(group.map(\.y)).mean)
        }
    }

    /// The share of rollouts whose scene is not yet lost, over the frames made: the Kaplan-Meier estimate (1958), since
    /// a rollout that ends before it loses its scene says nothing of later frames. Steps are drawn as steps.
    init(survival records: [ResultRecord]) {
        // The error over time is kept up to the run of frames that ends the horizon, or to the end of the rollout.
        let ends = records.compactMap { r in
            r.details["horizon_frames"].map { (frame: $0, lost: $0 < Double(r.perFrame.count)) }
        }
        if ends.isEmpty {
            points = []
            return
        }
        var (points, share) = ([Point(x: 0, y: 1)], 1.0)
        for frame in Set(ends.filter(\.lost).map(\.frame)).sorted() {
            let atRisk = ends.count { $0.frame >= frame }
            let lost = ends.count { $0.lost && $0.frame == frame }
            points.append(Point(x: frame, y: share))
            share *= 1 - Double(lost) / Double(atRisk)
            points.append(Point(x: frame, y: share))
        }
        points.append(Point(x: ends.map(\.frame).max() ?? 0, y: share))
        self.points = points
    }

    /// The largest x whose y is at least `level`.
    func last(atLeast level: Double) -> Double? { points.last { $0.y >= level }?.x }
}
