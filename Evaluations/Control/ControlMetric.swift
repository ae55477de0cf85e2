import Foundation

/// C1, control: from two frames of the candidate, which of five motions lies between them?
///
/// A probe that needs no training: the earlier frame is carried to the later one by the commanded motion, none, half and
/// twice of it and its mirror image, and the motion that fits best wins, if it fits 2.5 dB better than none
/// (interpolation alone gains 2 dB on noise). Balanced accuracy against chance (a fifth),
/// as a share of the truth's. Also the motion gain: the best scale on average, ideally 1.
public struct ControlMetric: Metric {
    public let id = "inverse_dynamics"
    public let column: String? = "control"
    public let catches = ["frozen", "half-speed", "shuffled-actions"]
    /// Another world under the same actions obeys them.
    public let excuses = ["re-seeded"]
    static let scales: [Float] = [1, 0, 0.5, 2, -1]

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        let oracle = truth.memo("control") { Self.accuracy(Evidence(truth: truth)) }
        guard oracle.count >= 4, oracle.share > 0.6 else { return nil }
        let made = Self.accuracy(evidence)
        let chance = 1 / Double(Self.scales.count)
        return Measurement(
            (made.share - chance) / (oracle.share - chance),
            details: ["accuracy": made.share, "motion_gain": made.gain, "pairs": Double(made.count)])
    }

    static func accuracy(_ evidence: Evidence) -> (share: Double, gain: Double, count: Int) {
        var (right, count, sum) = (0, 0, 0.0)
        for (k, pair) in evidence.truth.pathPairs().enumerated() where k % 2 == 0 {
            var (best, still): ((scale: Float, error: Double), Double) = ((0, .infinity), 0)
            for scale in scales {
                let warp = evidence.truth.warp(from: pair.source, to: pair.target, scale: scale)
                let error =
                    warp.errors(from: evidence.main[pair.source], to: evidence.main[pair.target]).warp
                    / Double(max(1, warp.pixels.count))
                if scale == 0 { still = error }
                if error < best.error { best = (scale, error) }
            }
            if 10 * log10((still + 1e-9) / (best.error + 1e-9)) < 2.5 { best.scale = 0 }
            right += best.scale == 1 ? 1 : 0
            sum += Double(best.scale)
            count += 1
        }
        return (Double(right) / Double(max(1, count)), sum / Double(max(1, count)), count)
    }
}
