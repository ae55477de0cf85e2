import Foundation
import Worlds

/// How many degrees an axis turns or tilts in a frame, as the pictures show.
struct TurnEstimate: Sendable {
    var channel: Int
    var degrees: Float
    /// The share of the picture's motion that the axis explains, 0...1.
    var explained: Float

    /// For each axis of `space`; `late` frames after the motion come the actions.
    ///
    /// - Parameter fieldOfView: degrees from the left to the right of a picture.
    static func measure(
        _ samples: [MotionSample], _ space: ActionSpace, late: Int, fieldOfView: Double, aspect: Double
    ) -> (turns: [TurnEstimate], looks: [TurnEstimate]) {
        let axes = space.channels.indices.filter { space.channels[$0].kind == .axis }
        guard !axes.isEmpty else { return ([], []) }
        func all(_ signal: (PictureMotion) -> Float, _ side: Int, _ focal: Double) -> [TurnEstimate] {
            axes.map { axis in
                let points = samples.flatMap { sample in
                    (1..<max(1, sample.motions.count)).compactMap { t -> (value: Float, moved: Float)? in
                        guard sample.actions.indices.contains(t + late) else { return nil }
                        // A match at the end of the reach is none.
                        let moved = signal(sample.motions[t])
                        return abs(moved) < Float(side) * 0.2 ? (sample.actions[t + late].values[axis], moved) : nil
                    }
                }
                let (explained, slopes) = trimmed(points)
                // Away from the middle a turn moves a picture faster; compared is the middle half.
                let wider = 1 + pow(Double(side) / 4 / focal, 2) / 3
                let degrees = atan(slopes[0] / wider / focal) * 180 / .pi
                return TurnEstimate(channel: axis, degrees: Float(degrees), explained: Float(explained[0]))
            }
        }
        let (width, height) = PictureMotion.size
        let focal = Double(width) / 2 / tan(fieldOfView * .pi / 360)
        // The small pictures are stretched to their size.
        let down = focal * Double(height) / Double(width) * aspect
        return (all(\.right, width, focal), all(\.up, height, down))
    }

    /// Least squares without the points that lie far off what the others say; wrong matches are such.
    private static func trimmed(_ points: [(value: Float, moved: Float)]) -> (explained: [Double], slopes: [Double]) {
        func fit(_ points: [(value: Float, moved: Float)]) -> (explained: [Double], slopes: [Double]) {
            var fit = LinearFit(inputs: 1, outputs: 1)
            for point in points { fit.add([point.value], [point.moved]) }
            return fit.solve()
        }
        var (kept, solved) = (points, fit(points))
        for _ in 0..<3 {
            let slope = Float(solved.slopes[0])
            // Of what is still, nothing can be learned about how far a turn goes.
            let off = points.filter { $0.value != 0 }.map { abs($0.moved - slope * $0.value) }.sorted()
            guard off.count >= 20 else { return solved }
            let most = max(0.5, 2.5 * off[off.count / 2])
            kept = points.filter { abs($0.moved - slope * $0.value) <= most }
            solved = fit(kept)
        }
        let share = Double(kept.count) / Double(max(1, points.count))
        return (solved.explained.map { $0 * share }, solved.slopes)
    }
}
