/// G2, revisit: when the camera is back, the place looks as it was seen before.
///
/// 1 - (e - e0) / (u - e0) where e is the error between the candidate's last sight of the place, carried to the view on
/// return by true pose and depth, and what it shows then; e0 the same of the truth (what resampling costs); and u the
/// error against the nearest of some unrelated worlds.
public struct RevisitMetric: Metric {
    public let id = "revisit"
    public let terms = ["revisit"]
    public let catches = ["frozen", "half-speed", "no-memory", "noise", "blank", "blur", "re-seeded"]
    /// Frames after the return that are looked at, from each second one.
    static let window = 8

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        let parts = evidence.terms("revisit").compactMap { term -> Measurement? in
            guard term.subjects.count == 2, let seen = truth.frame(of: term.subjects[0]),
                let back = truth.frame(of: term.subjects[1]), seen < back
            else { return nil }
            var values: [Double] = []
            var (error, least, most) = (0.0, 0.0, 0.0)
            for t in stride(from: back, to: min(back + Self.window, truth.frameCount), by: 2) {
                let warp = truth.warp(from: seen, to: t)
                let frame = truth.main[t].frame
                guard warp.pixels.count * 20 >= frame.width * frame.height else { continue }
                let e = warp.errors(from: evidence.main[seen], to: evidence.main[t]).warp
                let e0 = warp.errors(from: truth.main[seen].frame, to: frame).warp
                let others = truth.unrelated.map { warp.errors(from: evidence.main[seen], to: $0[t]).warp }
                let u = others.min() ?? e
                (error, least, most) = (error + e, least + e0, most + u)
                values.append(Self.value(e, e0, u))
            }
            if values.isEmpty { return nil }
            return Measurement(
                Self.value(error, least, most), details: ["unseen_frames": Double(truth.unseen(seen, back))],
                perFrame: values, firstFrame: back, gates: [Self.anchor(evidence, seen)])
        }
        return Measurement.mean(parts)
    }

    /// The place that is come back to is the one that was given, not one made up before it was "seen": the frame then lies
    /// nearer to the truth than half of the way to the nearest unrelated world.
    private static func anchor(_ evidence: Evidence, _ seen: Int) -> GateResult {
        let truth = evidence.truth
        let frame = truth.main[seen].frame
        let error = frame.squaredError(evidence.main[seen])
        let other = truth.unrelated.map { frame.squaredError($0[seen]) }.min() ?? 1
        return GateResult("anchor", error <= other / 2, "the first sight is \(error) off, an unrelated world \(other)")
    }

    private static func value(_ error: Double, _ least: Double, _ most: Double) -> Double {
        1 - max(0, error - least) / max(most - least, 1e-6)
    }
}

extension CaseTruth {
    /// Frames between two in which less than 0.35 of the first one's view is in sight, to within 4.
    func unseen(_ seen: Int, _ back: Int) -> Int {
        var count = 0
        for t in stride(from: seen, to: back, by: 4) where covisibility(seen, t) < AwayGate.most { count += 4 }
        return min(count, back - seen)
    }
}
