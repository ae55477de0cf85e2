import Foundation
import Worlds

/// L, drift: the share of the rollout before the picture is lost, and how its tone changes on the way.
///
/// The horizon is the first of 8 frames in a row that lie no nearer to the truth than the nearest unrelated world does. From it is
/// taken how far detail, contrast and saturation have wandered in the last quarter, in factors of 2.5,
/// from those of the truth as the candidate's codec shows it.
public struct DriftMetric: Metric {
    public let id = "horizon"
    public let column: String? = "drift"
    public let catches = ["noise", "blank", "re-seeded"]
    static let run = 8
    static let least = 30

    public func measure(_ evidence: Evidence) -> Measurement? {
        let (truth, made) = (evidence.truth, evidence.main)
        let count = truth.frameCount - evidence.firstMade
        guard count >= Self.least else { return nil }
        var (lost, horizon) = (0, count)
        var errors: [Double] = []
        for t in evidence.firstMade..<truth.frameCount {
            let error = truth.main[t].frame.squaredError(made[t])
            let others = truth.unrelated.map { truth.main[t].frame.squaredError($0[t]) }
            let ratio = error / max(1e-9, others.min() ?? 1)
            errors.append(ratio)
            lost = ratio >= 1 ? lost + 1 : 0
            if lost == Self.run {
                horizon = t - evidence.firstMade - Self.run + 1
                break
            }
        }
        var (now, want) = (Tone(), Tone())
        for t in stride(from: truth.frameCount - count / 4, to: truth.frameCount, by: 2) {
            now.add(made[t])
            want.add(evidence.codedTruth?[t] ?? truth.main[t].frame)
        }
        let changes = [
            "detail": log2((now.detail + 1e-6) / (want.detail + 1e-6)) / 2,
            "contrast": log2((now.contrast + 1e-3) / (want.contrast + 1e-3)),
            "saturation": log2((now.saturation + 1e-3) / (want.saturation + 1e-3)),
        ]
        let worst = changes.values.map { abs($0) }.max() ?? 0
        var details = Dictionary(uniqueKeysWithValues: changes.map { ("log2_" + $0.key, $0.value) })
        details["horizon_frames"] = Double(horizon)
        let share = Double(horizon) / Double(count)
        return Measurement(
            share * max(0, 1 - worst / log2(2.5)), details: details, perFrame: errors, firstFrame: evidence.firstMade)
    }

    private struct Tone {
        var detail = 0.0
        var contrast = 0.0
        var saturation = 0.0

        mutating func add(_ frame: Frame) {
            let tone = frame.tone
            detail += frame.detailEnergy
            contrast += tone.contrast
            saturation += tone.saturation
        }
    }
}
