import Worlds

/// V, fidelity: how near the frames are to the truth, as skill over persistence: 1 - MSE / MSE of the last given frame.
/// Not in the headline: a world may go its own way where nothing decides, and blur is rewarded.
public struct FidelityMetric: Metric {
    public let id = "skill"
    public let column: String? = "fidelity"
    public let tier = Tier.pixels
    public let catches = ["frozen", "noise", "blank"]

    public func measure(_ evidence: Evidence) -> Measurement? {
        let (truth, made) = (evidence.truth.main, evidence.main)
        let last = truth[evidence.firstMade - 1].frame
        var (error, still) = (0.0, 0.0)
        var (values, gains): ([Double], [Double]) = ([], [])
        for t in evidence.firstMade..<truth.count {
            let (a, b) = (truth[t].frame.squaredError(made[t]), truth[t].frame.squaredError(last))
            error += a
            still += b
            values.append(PictureDistance.psnr(made[t], truth[t].frame))
            gains.append(values[values.count - 1] - PictureDistance.psnr(last, truth[t].frame))
        }
        // Where nothing changes there is no skill to show.
        guard still > 1e-4 * Double(truth.count - evidence.firstMade) else { return nil }
        return Measurement(
            1 - error / still,
            details: [
                "psnr": values.reduce(0, +) / Double(values.count),
                "gain_db": gains.reduce(0, +) / Double(gains.count),
            ], perFrame: values, firstFrame: evidence.firstMade)
    }
}

extension Frame {
    /// Mean squared difference over pixels and channels, [0, 1] colour.
    func squaredError(_ other: Frame) -> Double {
        precondition(pixels.count == other.pixels.count)
        var sum = 0
        pixels.withUnsafeBufferPointer { a in
            other.pixels.withUnsafeBufferPointer { b in
                for i in 0..<a.count {
                    let d = Int(a[i]) - Int(b[i])
                    sum &+= d &* d
                }
            }
        }
        return Double(sum) / (65025 * Double(pixels.count))
    }
}
