import Worlds

/// One recording: frames, the actions between them and, where the world knew it, the truth.
public struct Episode: Sendable {
    /// Unique in its set, e.g. "meadow-17-wander".
    public var name: String
    public var scene: String
    public var seed: UInt64
    public var policy: String
    public var caption: String
    /// All of one size.
    public var frames: [Frame]
    /// `actions[t]` led to `frames[t]`; `actions[0]` is none.
    public var actions: [Action]
    /// One a frame, or empty.
    public var poses: [Truth.Pose]
    public var intrinsics: Truth.Intrinsics?
    public var events: [Truth.Event]
    /// One list a frame, or empty.
    public var objects: [[Truth.ObjectState]]
    /// Metres, one map a frame, or empty; stored as f16.
    public var depth: [[Float]]
    /// Ids, one map a frame, or empty.
    public var instances: [[UInt16]]
    /// What captions say of it; nil: the caption alone.
    public var facts: SceneFacts?

    public init(
        name: String, scene: String = "", seed: UInt64 = 0, policy: String = "", caption: String = "",
        frames: [Frame] = [], actions: [Action] = [], poses: [Truth.Pose] = [], intrinsics: Truth.Intrinsics? = nil,
        events: [Truth.Event] = [], objects: [[Truth.ObjectState]] = [], depth: [[Float]] = [],
        instances: [[UInt16]] = []
    ) {
        (self.name, self.scene, self.seed, self.policy, self.caption) = (name, scene, seed, policy, caption)
        (self.frames, self.actions, self.poses, self.intrinsics) = (frames, actions, poses, intrinsics)
        (self.events, self.objects, self.depth, self.instances) = (events, objects, depth, instances)
    }

    /// Adds what a world showed after `action`. Depth, instances and objects are kept only where `truth` is set.
    public mutating func append(_ observation: Observation, after action: Action, truth: Bool = true) {
        frames.append(observation.frame)
        actions.append(action)
        guard let known = observation.truth else { return }
        poses.append(known.pose)
        intrinsics = known.intrinsics
        events += known.events
        guard truth else { return }
        objects.append(known.objects)
        if !known.depth.isEmpty { depth.append(known.depth) }
        if !known.instances.isEmpty { instances.append(known.instances) }
    }

    /// What is inconsistent, as the second half of a sentence, or nil.
    var flaw: String? {
        guard let first = frames.first else { return "it has no frames" }
        let (count, pixels) = (frames.count, first.width * first.height)
        if name.isEmpty || name.utf8.count > 200 { return "its name must have 1 to 200 bytes" }
        if frames.contains(where: { $0.width != first.width || $0.height != first.height }) {
            return "its frames differ in size"
        }
        if actions.count != count { return "it has \(count) frames and \(actions.count) actions" }
        if actions.contains(where: { $0.values.count != actions[0].values.count }) {
            return "its actions differ in their channels"
        }
        for (what, n) in [
            ("poses", poses.count), ("object lists", objects.count), ("depth maps", depth.count),
            ("instance maps", instances.count),
        ] where n != 0 && n != count { return "it has \(count) frames and \(n) \(what)" }
        if depth.contains(where: { $0.count != pixels }) || instances.contains(where: { $0.count != pixels }) {
            return "its depth or instance maps differ in size from its frames"
        }
        return nil
    }
}
