import Worlds

/// One line of what was played.
public struct TimelineBranch: Sendable {
    public internal(set) var number = 0
    public internal(set) var parent: Int?
    /// The frame at which it left its parent.
    public internal(set) var forked = 0
    /// The frame of `moments[0]`, which is a keyframe as well.
    public private(set) var first = 0
    private var moments: [Timeline.Moment]
    /// What was said, and at which frame.
    public private(set) var prompts: [(frame: Int, words: String)] = []
    /// Oldest first; the start is always there.
    private(set) var keyframes: [Rollout]
    /// Where it is played on.
    public internal(set) var tip: Rollout

    public var end: Int { first + moments.count - 1 }
    private static let promptLimit = 100
    var momentCount: Int { moments.count }

    init(_ start: Rollout) {
        (keyframes, tip) = ([start], start)
        moments = [Timeline.Moment(steps: start.steps, picture: Self.picture(of: start))]
    }

    private static func picture(of rollout: Rollout) -> Picture {
        Picture(
            frame: rollout.frame, reference: rollout.referenceFrame, number: rollout.count, branch: 0,
            action: rollout.action)
    }

    func picture(_ frame: Int) -> Picture? {
        if frame >= first { return moments.indices.contains(frame - first) ? moments[frame - first].picture : nil }
        return keyframes.first { $0.count == frame }.map(Self.picture)
    }

    mutating func step(_ action: Action) throws {
        let (steps, prompt) = (tip.steps, tip.prompt)
        try tip.step(action)
        moments.append(Timeline.Moment(steps: steps, prompt: prompt, picture: Self.picture(of: tip)))
    }

    mutating func say(_ words: String) throws {
        try tip.set(prompt: words)
        let now = end
        prompts = prompts.filter { $0.frame != now }.suffix(Self.promptLimit - 1) + [(now, words)]
    }

    mutating func keepKeyframe() { if keyframes.last!.count < tip.count { keyframes.append(tip) } }

    /// Lets go of what exceeds `share`; of moments only once there are `slack` too many.
    mutating func forget(beyond share: (window: Int, keyframes: Int), slack: Int = 0) {
        if moments.count > share.window + slack { begin(at: end - share.window) }
        while keyframes.count > share.keyframes {
            // Gaps may grow with age: drop the one whose neighbours are closest for how long ago it is.
            let (counts, now) = (keyframes.map(\.count), tip.count)
            let cost = { (i: Int) in Double(counts[i + 1] - counts[i - 1]) / Double(now - counts[i] + 1) }
            let older = (1..<keyframes.count - 1).filter { counts[$0] < first }
            if let least = older.min(by: { cost($0) < cost($1) }) {
                keyframes.remove(at: least)
            } else {
                guard let next = keyframes.first(where: { $0.count > first }) else { return }
                begin(at: next.count)
            }
        }
    }

    /// Drops the moments before the first keyframe at `frame` or later; without one, before the last.
    private mutating func begin(at frame: Int) {
        let keyframe = keyframes.first { $0.count >= frame } ?? keyframes.last!
        guard keyframe.count > first else { return }
        moments.removeFirst(keyframe.count - first)
        first = keyframe.count
    }

    /// The rollout at a moment or a keyframe.
    func rollout(at frame: Int) throws -> Rollout {
        if frame >= end { return tip }
        var rollout = keyframes.last { $0.count <= frame }!
        while rollout.count < frame {
            let moment = moments[rollout.count + 1 - first]
            if let steps = moment.steps { rollout.set(steps: steps) }
            if let prompt = moment.prompt { try rollout.set(prompt: prompt) }
            try rollout.step(moment.picture.action)
        }
        if frame >= first {
            let next = moments[frame + 1 - first]
            if let steps = next.steps { rollout.set(steps: steps) }
            if let prompt = next.prompt { try rollout.set(prompt: prompt) }
        }
        return rollout
    }

    /// Forgets what follows `frame`, whose rollout is `rollout`.
    mutating func cut(after frame: Int, _ rollout: Rollout) {
        if frame >= first {
            moments.removeLast(end - frame)
        } else {
            moments = [Timeline.Moment(steps: rollout.steps, picture: Self.picture(of: rollout))]
            first = frame
        }
        tip = rollout
        prompts.removeAll { $0.frame > frame }
        keyframes.removeAll { $0.count > frame }
    }
}
