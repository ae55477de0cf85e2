import Worlds

/// The branches of what was played: the latest moments one by one, older ones as keyframes to go back to.
///
/// Its size does not grow with time. The last `window` frames of a branch can be looked at, and any of them can be
/// played on from: it is made again from the keyframe before it. Of what is older, keyframes remain, the fewer the
/// longer ago; the start is always among them. Branches share what one branch alone would have.
public struct Timeline: Sendable {
    public struct Moment: Sendable {
        /// Denoising steps it was made with.
        public var steps: Int?
        /// The words that it was made under.
        public var prompt: String?
        public var picture: Picture
    }

    public static let branchLimit = 12
    private let limits: TimelineLimits
    public internal(set) var branches: [TimelineBranch] = []
    public private(set) var current = 0

    public init(_ start: Rollout, limits: TimelineLimits? = nil) {
        self.limits = limits ?? TimelineLimits(start)
        branches = [TimelineBranch(start)]
    }

    public var branch: TimelineBranch { branches[current] }
    public var end: Int { branches[current].end }
    /// From here on every frame can be looked at.
    public var firstKept: Int { branches[current].first }
    /// Frames before `firstKept` that can be looked at.
    public var older: [Int] { branches[current].keyframes.map(\.count).filter { $0 < firstKept } }
    public var tip: Rollout { branches[current].tip }

    /// The frame nearest to `frame` that can be looked at.
    public func nearest(_ frame: Int) -> Int {
        if frame >= firstKept { return min(frame, end) }
        return (older + [firstKept]).min { abs($0 - frame) < abs($1 - frame) }!
    }

    /// The picture of a frame of this branch, if it is kept.
    public func picture(_ frame: Int) -> Picture? {
        var picture = branches[current].picture(frame)
        picture?.branch = current
        return picture
    }

    /// Denoising steps from the tip on.
    public mutating func set(steps: Int) { branches[current].tip.set(steps: steps) }

    /// Words for the world to come, from the tip on.
    public mutating func set(prompt: String) throws { try branches[current].say(prompt) }

    /// Plays one frame on.
    public mutating func step(_ action: Action) throws -> Picture {
        let share = limits.share(of: branches.count)
        if end % limits.keyframeEvery == 0 { branches[current].keepKeyframe() }
        try branches[current].step(action)
        branches[current].forget(beyond: share, slack: limits.keyframeEvery)
        return picture(end)!
    }

    /// The rollout at a frame of this branch that can be looked at, made again from the keyframe before it.
    public func rollout(at frame: Int) throws -> Rollout { try branches[current].rollout(at: nearest(frame)) }

    /// Cuts this branch off after `frame`.
    public mutating func rewind(to frame: Int) throws {
        let frame = nearest(frame)
        branches[current].cut(after: frame, try rollout(at: frame))
    }

    /// A new branch from `frame` of this one; it becomes the current one.
    public mutating func fork(at frame: Int) throws {
        guard branches.count < Self.branchLimit else {
            throw PlayRefusal("There are \(Self.branchLimit) branches already; restart to begin with one.")
        }
        let frame = nearest(frame)
        var new = branches[current]
        new.cut(after: frame, try rollout(at: frame))
        (new.number, new.parent, new.forked) = (branches.count, current, frame)
        branches.append(new)
        current = new.number
        let share = limits.share(of: branches.count)
        for i in branches.indices { branches[i].forget(beyond: share) }
    }

    public mutating func select(_ number: Int) throws {
        guard branches.indices.contains(number) else { throw PlayRefusal("There is no branch \(number).") }
        current = number
    }
}
