import Worlds

/// What holds where given and made pictures meet.
///
/// Given pictures are kept to the bit, none is doubled, and the steps of colour and of motion at a join lie within the spread of the
/// steps inside the clips, or of the truth's own step there through the codec.
struct JoinGates {
    /// A made picture that lies this many times nearer to the given one beside it than to the truth is that one again.
    private static let doubling = 0.5
    /// Steps of less than this, of 255, are none.
    private static let least = 3.0
    /// Steps may be larger than the largest inside by this factor, and by this much of 255.
    private static let (slack, grain) = (1.5, 1.0)

    let truth: PromptTruth
    /// The truth through the candidate's codec; the truth itself where there is none.
    let ceiling: [Frame]

    func gates(_ video: [Frame]) -> [GateResult] {
        let lost = truth.given.joined().filter { video[$0] != truth.frames[$0] }
        var gates = [
            GateResult("kept", lost.isEmpty, "\(lost.count) given pictures are not as they were")
        ]
        if truth.joins.isEmpty || truth.task == .image { return gates }
        let doubled = truth.joins.count { isDoubled($0, video) }
        gates.append(
            GateResult("doubled", doubled == 0, "\(doubled) of \(truth.joins.count) joins show a picture twice"))
        gates.append(smooth("join_speed", video, Self.motion))
        gates.append(smooth("join_colour", video, Self.tone))
        return gates
    }

    private func isDoubled(_ join: (before: Int, after: Int), _ video: [Frame]) -> Bool {
        let isGiven = truth.given.contains { $0.contains(join.before) }
        let (given, made) = isGiven ? (join.before, join.after) : (join.after, join.before)
        let step = Self.motion(truth.frames[made], truth.frames[given])
        guard step > Self.least else { return false }
        return Self.motion(video[made], truth.frames[given])
            < Self.doubling * Self.motion(video[made], truth.frames[made])
    }

    private func smooth(_ name: String, _ video: [Frame], _ step: (Frame, Frame) -> Double) -> GateResult {
        let ends = Set(truth.joins.map(\.after))
        let inside = (1..<video.count).filter { !ends.contains($0) }.map { step(video[$0 - 1], video[$0]) }.max() ?? 0
        let worst = truth.joins.map { join in
            let own = step(video[join.before], video[join.after])
            let allowed = max(inside, step(ceiling[join.before], ceiling[join.after])) * Self.slack + Self.grain
            return (own, allowed)
        }.max { $0.0 / $0.1 < $1.0 / $1.1 }!
        return GateResult(
            name, worst.0 <= worst.1,
            String(format: "a join has a step of %.1f of 255, and at most %.1f is usual", worst.0, worst.1))
    }

    /// Mean absolute difference of two pictures, of 255.
    static func motion(_ a: Frame, _ b: Frame) -> Double {
        var sum = 0
        for i in a.pixels.indices { sum += abs(Int(a.pixels[i]) - Int(b.pixels[i])) }
        return Double(sum) / Double(max(1, a.pixels.count))
    }

    /// Largest difference of two pictures' mean colours, of 255.
    private static func tone(_ a: Frame, _ b: Frame) -> Double {
        var sums = [0, 0, 0]
        for i in a.pixels.indices { sums[i % 3] += Int(a.pixels[i]) - Int(b.pixels[i]) }
        return Double(sums.map(abs).max()!) / Double(max(1, a.pixels.count / 3))
    }
}
