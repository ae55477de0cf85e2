import Worlds

/// Spontaneous disappearances and appearances: of the things in sight in the last given frame, the share that stays there
/// for as long as it does in truth, with every appearance out of nothing counted as one more thing that does not:
/// kept / (things + appearances).
///
/// A thing is kept if it is found in every fourth frame near its place (`ThingView`). An appearance is a patch where the
/// candidate's own picture of four frames earlier, carried over by true pose and depth, no longer fits, though it does in
/// truth, away from all things: what was not there a moment ago, or is there no more. Where the camera stands still a
/// frozen picture is perfect, so that such cases tell nothing unless something moves.
public struct SpontaneityMetric: Metric {
    public let id = "spontaneity"
    public let column: String? = "drift"
    public let gated = true
    public let catches = ["popping", "noise", "blank", "re-seeded"]
    /// Frames between looks.
    static let step = 4

    public func measure(_ evidence: Evidence) -> Measurement? {
        let truth = evidence.truth
        let times = Array(stride(from: evidence.firstMade - 1, to: truth.frameCount, by: Self.step))
        let tracks = truth.tracks(times)
        guard !tracks.isEmpty else { return nil }
        var (kept, vanished, returned) = (0, 0, 0)
        for track in tracks {
            var was = true
            var isKept = true
            for t in track.times.dropFirst() {
                let reach = max(3, evidence.main[t].width / (track.moves ? 4 : 16))
                let isThere = truth.view(of: track.id, at: t)?.find(in: evidence.main[t], reach: reach) != nil
                if was && !isThere { vanished += 1 }
                if !was && isThere { returned += 1 }
                was = isThere
                isKept = isKept && isThere
            }
            if isKept { kept += 1 }
        }
        var appeared: [Double] = []
        for (a, b) in zip(times, times.dropFirst()) {
            let change = UncausedChange(evidence, from: a, to: b)
            appeared.append(Double(change.patches))
        }
        let outOfNothing = appeared.reduce(0, +)
        return Measurement(
            Double(kept) / (Double(tracks.count) + outOfNothing),
            details: [
                "things": Double(tracks.count), "kept": Double(kept), "vanished": Double(vanished),
                "returned": Double(returned), "appeared": outOfNothing,
            ], perFrame: appeared, firstFrame: evidence.firstMade - 1 + Self.step)
    }
}

extension CaseTruth {
    /// The things in sight at the first of `times`, each as long as it stays so: at least at the next one too.
    func tracks(_ times: [Int]) -> [(id: UInt16, times: [Int], moves: Bool)] {
        guard let first = times.first else { return [] }
        return truth(first).objects.compactMap { thing in
            let seen = times.prefix { view(of: thing.id, at: $0) != nil }
            guard seen.count > 1 else { return nil }
            let moves = seen.contains { t in
                truth(t).objects.first { $0.id == thing.id }.map { now in
                    let way = now.position - thing.position
                    return (way * way).sum() > 0.01
                } ?? false
            }
            return (thing.id, Array(seen), moves)
        }
    }
}
