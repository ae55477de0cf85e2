import Foundation
import Worlds

/// Measures how many frames the actions of recordings come after the motion that they caused.
///
/// Changes of the actions are set beside changes of the motion at each lag; the lag at which they explain the most wins, if it
/// wins clearly. Changes, because an action that is held for long fits at many lags.
struct AlignmentCheck: Sendable {
    enum Finding: Equatable, Sendable {
        /// `late` frames after the picture that shows the effect; below 0 before it. `agreeing` of `parts` parts say so alone.
        case late(Int, agreeing: Int, parts: Int)
        case unknown(String)
    }

    static let lags = -5...5
    /// Pictures of a part.
    private static let part = 200

    static func measure(_ samples: [MotionSample]) -> Finding {
        let samples = samples.filter { $0.motions.count > 4 * lags.upperBound }
        guard let channels = samples.first?.actions.first?.values.count, channels > 0 else {
            return .unknown("there are no actions")
        }
        let motions = samples.flatMap(\.motions)
        guard motions.map(\.change).sorted()[motions.count * 98 / 100] > 0.5 else {
            return .unknown("nothing moves in the pictures")
        }
        let used = (0..<channels).filter { channel in
            samples.contains { sample in
                zip(sample.actions, sample.actions.dropFirst()).contains { $0.values[channel] != $1.values[channel] }
            }
        }
        guard !used.isEmpty else { return .unknown("the actions never change") }
        let prepared = samples.map { prepare($0, used) }
        let times = prepared.reduce(0) { $0 + $1.inputs.count { $0.contains { $0 != 0 } } }
        guard times >= 20 else { return .unknown("the actions change only \(times) times") }
        let parts = prepared.flatMap { $0.parts(of: part) }
        let all = scores(parts)
        guard let best = lags.max(by: { all[$0]! < all[$1]! }), let score = all[best] else {
            return .unknown("there are too few pictures")
        }
        let next = lags.filter { $0 != best }.map { all[$0]! }.max() ?? 0
        // Every input and signal may explain half a unit by chance, and the best of the lags more.
        guard score > 10 + Double(used.count) * 1.5, score - next > 5 else {
            return .unknown("the motion in the pictures does not follow the actions")
        }
        let alone = parts.map { scores([$0]) }
        // A part in which little happens says nothing.
        let telling = alone.filter { part in
            let sorted = part.values.sorted()
            return sorted[sorted.count - 1] - sorted[sorted.count - 2] > 1
        }
        let agreeing = telling.count { part in lags.max { part[$0]! < part[$1]! } == best }
        if telling.count < 2 && score - next < 15 {
            return .unknown("there are too few pictures in which much happens")
        }
        guard 2 * agreeing > telling.count || telling.count < 2 else {
            return .unknown("only \(agreeing) of \(telling.count) parts agree on \(best) frames")
        }
        return .late(best, agreeing: agreeing, parts: telling.count)
    }

    /// Changes of actions and motions of a recording, from one picture to the next.
    private struct Changes {
        var inputs: [[Float]]
        var signals: [[Float]]

        func parts(of count: Int) -> [Changes] {
            let pieces = max(1, inputs.count / count)
            return (0..<pieces).map { i in
                let range = (i * inputs.count / pieces)..<((i + 1) * inputs.count / pieces)
                return Changes(inputs: Array(inputs[range]), signals: Array(signals[range]))
            }
        }
    }

    private static func prepare(_ sample: MotionSample, _ used: [Int]) -> Changes {
        var signals = sample.motions.map { [$0.right, $0.up, log1pf($0.change)] }
        for j in 0..<3 {
            // Wrong matches lie far off; they are held to what is usual.
            let sorted = signals.map { $0[j] }.sorted()
            let (low, high) = (sorted[sorted.count / 50], sorted[sorted.count - 1 - sorted.count / 50])
            for t in signals.indices { signals[t][j] = max(low, min(high, signals[t][j])) }
        }
        let inputs = sample.actions.map { action in used.map { action.values[$0] } }
        func changes(_ rows: [[Float]]) -> [[Float]] {
            zip(rows.dropFirst(), rows).map { new, old in zip(new, old).map { $0 - $1 } }
        }
        // The first motion is none.
        return Changes(inputs: Array(changes(inputs).dropFirst()), signals: Array(changes(signals).dropFirst()))
    }

    /// For each lag by how much (in units of log likelihood) actions that come so late explain the motion.
    private static func scores(_ parts: [Changes]) -> [Int: Double] {
        var result: [Int: Double] = [:]
        let inputs = parts[0].inputs.first?.count ?? 0
        for lag in lags {
            var fit = LinearFit(inputs: inputs, outputs: 3)
            for part in parts {
                let count = min(part.inputs.count, part.signals.count)
                for t in 5..<max(5, count - 5) { fit.add(part.inputs[t + lag], part.signals[t]) }
            }
            let solved = fit.solve()
            result[lag] = solved.explained.reduce(0) { $0 - Double(fit.count) / 2 * log(1 - $1) }
        }
        return result
    }
}
