import Worlds

/// The branches of what was played: every action, the latest pictures, and rollouts to go back to.
///
/// Pictures and rollouts are limited in number, actions are not: any moment can be made again from the nearest
/// rollout before it.
public struct Timeline: Sendable {
    public struct Moment: Sendable {
        public var action: Action
        public var steps: Int?
        public var picture: Picture?
    }

    public struct Branch: Sendable {
        public let number: Int
        public let parent: Int?
        /// The frame at which it left its parent.
        public let forked: Int
        /// Moment 0 is the start.
        public internal(set) var moments: [Moment]
        /// Rollouts by their `count`, oldest first; the start is always there.
        public internal(set) var snapshots: [Rollout]
        /// Where it is played on.
        public internal(set) var tip: Rollout
        public var end: Int { moments.count - 1 }
    }

    public static let branchLimit = 12
    private let picturesKept: Int
    private let snapshotEvery: Int
    private let snapshotsKept: Int
    public private(set) var branches: [Branch] = []
    public private(set) var current = 0

    public init(_ start: Rollout, picturesKept: Int = 2400, snapshotEvery: Int = 40, snapshotsKept: Int = 24) {
        (self.picturesKept, self.snapshotEvery) = (picturesKept, snapshotEvery)
        self.snapshotsKept = max(2, snapshotsKept)
        var moment = Moment(action: .none(start.actionSpace.channels.count), steps: start.steps)
        moment.picture = Picture(
            frame: start.frame, reference: start.referenceFrame, number: 0, branch: 0, action: moment.action)
        branches = [Branch(number: 0, parent: nil, forked: 0, moments: [moment], snapshots: [start], tip: start)]
    }

    public var branch: Branch { branches[current] }
    public var end: Int { branches[current].end }
    /// The first frame whose picture is kept, but for the start's.
    public var firstKept: Int { max(0, end - picturesKept + 1) }
    public var tip: Rollout { branches[current].tip }

    /// The picture of a frame of this branch, if it is kept.
    public func picture(_ frame: Int) -> Picture? {
        guard branches[current].moments.indices.contains(frame) else { return nil }
        var picture = branches[current].moments[frame].picture
        picture?.branch = current
        return picture
    }

    /// Denoising steps from the tip on.
    public mutating func set(steps: Int) { branches[current].tip.set(steps: steps) }

    /// Plays one frame on.
    public mutating func step(_ action: Action) throws -> Picture {
        if branches[current].end % snapshotEvery == 0 { keepSnapshot() }
        let steps = branches[current].tip.steps
        try branches[current].tip.step(action)
        let (frame, reference) = (branches[current].tip.frame, branches[current].tip.referenceFrame)
        let picture = Picture(
            frame: frame, reference: reference, number: end + 1, branch: current, action: action)
        branches[current].moments.append(Moment(action: action, steps: steps, picture: picture))
        let old = end - picturesKept
        if old > 0 { branches[current].moments[old].picture = nil }
        return picture
    }

    private mutating func keepSnapshot() {
        let tip = branches[current].tip
        guard branches[current].snapshots.last!.count < tip.count else { return }
        branches[current].snapshots.append(tip)
        let list = branches[current].snapshots
        guard list.count > snapshotsKept else { return }
        // Gaps may grow with age: drop the one whose neighbours are closest for how long ago it is.
        let cost = { (i: Int) in Double(list[i + 1].count - list[i - 1].count) / Double(tip.count - list[i].count + 1) }
        branches[current].snapshots.remove(at: (1..<list.count - 1).min { cost($0) < cost($1) }!)
    }

    /// The rollout at a frame of this branch, made again from the nearest one that is kept.
    public func rollout(at frame: Int) throws -> Rollout {
        let branch = branches[current]
        if frame >= branch.end { return branch.tip }
        var rollout = branch.snapshots.last { $0.count <= frame } ?? branch.snapshots[0]
        while rollout.count < frame {
            let moment = branch.moments[rollout.count + 1]
            if let steps = moment.steps { rollout.set(steps: steps) }
            try rollout.step(moment.action)
        }
        if let steps = branch.moments[frame + 1].steps { rollout.set(steps: steps) }
        return rollout
    }

    /// Cuts this branch off after `frame`.
    public mutating func rewind(to frame: Int) throws {
        let frame = max(0, min(frame, end))
        let rollout = try rollout(at: frame)
        branches[current].tip = rollout
        branches[current].moments.removeLast(end - frame)
        branches[current].snapshots.removeAll { $0.count > frame }
        if branches[current].moments[frame].picture == nil {
            branches[current].moments[frame].picture = Picture(
                frame: rollout.frame, reference: rollout.referenceFrame, number: frame, branch: current,
                action: branches[current].moments[frame].action)
        }
    }

    /// A new branch from `frame` of this one; it becomes the current one.
    public mutating func fork(at frame: Int) throws {
        guard branches.count < Self.branchLimit else {
            throw PlayRefusal("There are \(Self.branchLimit) branches already; restart to begin with one.")
        }
        let frame = max(0, min(frame, end))
        let (old, keep) = (branches[current], current)
        branches.append(
            Branch(
                number: branches.count, parent: keep, forked: frame, moments: old.moments, snapshots: old.snapshots,
                tip: old.tip))
        current = branches.count - 1
        do { try rewind(to: frame) } catch {
            branches.removeLast()
            current = keep
            throw error
        }
    }

    public mutating func select(_ number: Int) throws {
        guard branches.indices.contains(number) else { throw PlayRefusal("There is no branch \(number).") }
        current = number
    }
}
