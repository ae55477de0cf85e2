import Tensors
import WorldModel

/// C1, motion gain: does the camera move as it is commanded to, as a trained probe reads it off the candidate's pictures alone?
///
/// Of pairs of pictures four frames apart in which the truth's pictures hold the camera firmly, the probe says how far
/// the camera went ahead, aside, round and up. Two things are
/// asked: the balanced accuracy of the kinds of motion (nine with standing still) above the best single answer, as
/// a share of what the probe finds in the truth; and the gain, the slope of found on commanded motion, over that of
/// the truth: half or double counts 0, as commanded 1. The value is their product. Unlike `inverse_dynamics` it does not
/// need the candidate's surfaces to be where the truth's are, and so goes on telling when the picture has drifted.
public struct MotionGainMetric: Metric {
    public let id = "motion_gain"
    public let column: String? = "control"
    public let catches = ["frozen", "half-speed", "mirrored", "shuffled-actions"]
    /// Another world under the same actions obeys them.
    public let excuses = ["re-seeded"]

    /// Least number of pairs between which the camera moves.
    private static let leastMoving = 3
    /// What the probe must make of the truth, or else it says nothing of the case.
    private static let (leastAccuracy, gains) = (0.8, 0.8...1.25)
    /// Metres up or down, from jumps and steps, which the probe does not read.
    private static let rise: Float = 0.05

    public func measure(_ evidence: Evidence) throws -> Measurement? {
        let truth = evidence.truth
        let probe = try Probes.motion()
        let all = Self.pairs(truth)
        // The truth's own pictures decide which pairs can be read.
        let known = truth.memo("motion") { Self.read(Evidence(truth: truth), all, probe) }
        let firm = all.indices.filter { known[$0].isFirm }
        let pairs = firm.map { all[$0] }
        guard pairs.count(where: { $0.shift.kind != .still }) >= Self.leastMoving else { return nil }
        let oracle = MotionReading(zip(firm.map { known[$0].parts }, pairs.map(\.shift)))
        let (accuracy, gain) = (oracle.accuracy, oracle.gain())
        guard accuracy >= Self.leastAccuracy, Self.gains.contains(gain) else { return nil }
        let made = MotionReading(zip(Self.read(evidence, pairs, probe).map(\.parts), pairs.map(\.shift)))
        // Whoever says one and the same of all pairs is right about one kind.
        let chance = 1 / Double(max(2, oracle.kinds.count))
        let share = max(0, min(1, (made.accuracy - chance) / (accuracy - chance)))
        let ratio = made.gain() / gain
        let closeness = ratio > 0 ? max(0, 2 * min(ratio, 1 / ratio) - 1) : 0
        return Measurement(
            share * closeness,
            details: [
                "accuracy": made.accuracy, "gain": made.gain(), "truth_accuracy": accuracy, "truth_gain": gain,
                "pairs": Double(pairs.count),
            ])
    }

    private typealias Pair = (start: Int, shift: CameraShift)

    /// First frames of pairs along the main branch, end to end, and what the camera is to do in each.
    private static func pairs(_ truth: CaseTruth) -> [Pair] {
        let size = truth.main[0].frame
        // The probe cuts rows off, not columns: what is wider than it would be seen through another lens.
        guard size.height * MotionProbe.size.width >= size.width * MotionProbe.size.height else { return [] }
        return stride(
            from: truth.firstMade - 1, to: truth.frameCount - MotionProbe.spacing, by: MotionProbe.spacing
        ).compactMap { start in
            let end = start + MotionProbe.spacing
            let shift = CameraShift(
                from: truth.truth(start).pose, to: truth.truth(end).pose, frames: MotionProbe.spacing)
            return abs(shift.rise) > rise ? nil : (start, shift)
        }
    }

    private static func read(_ evidence: Evidence, _ pairs: [Pair], _ probe: MotionProbe) -> [MotionEstimate] {
        let frames = evidence.main.map(MotionProbe.fitted)
        // On the CPU always: its rounding does not depend on where candidates run.
        let context = Context(probe.store, pool: BufferPool(device: nil))
        return probe.estimates(
            pairs.map { pair in
                PicturePair(
                    frames[pair.start], frames[pair.start + MotionProbe.spacing],
                    pitch: evidence.truth.truth(pair.start).pose.pitch)
            }, context)
    }
}
