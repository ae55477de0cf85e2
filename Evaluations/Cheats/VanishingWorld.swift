import Worlds

/// The true world, but what gets out of sight is gone for good.
public struct VanishingWorld: FrameWorld {
    public let name = "cheat:vanishing"
    public let actionSpace = ActionSpace.standard
    private var world = ReplayedWorld(truth: true)
    private var seen: Set<UInt16> = []

    public init() {}

    public mutating func reset(_ start: Start) throws -> Observation {
        let shown = try world.reset(start)
        seen = Self.sight(shown)
        return shown
    }

    public mutating func step(_ action: Action) throws -> Observation {
        let shown = try world.step(action)
        let now = Self.sight(shown)
        for id in seen.subtracting(now).sorted() { world.world = world.world.removing(id) }
        seen = now
        return shown
    }

    /// The ids of things in sight.
    static func sight(_ shown: Observation) -> Set<UInt16> {
        var ids: Set<UInt16> = []
        for id in shown.truth?.instances ?? [] where id > 1 { ids.insert(id) }
        return ids
    }
}
