import Worlds

/// The true world with things at other heights: floaty, sticky.
public struct FallingWorld: FrameWorld {
    public let name: String
    public let actionSpace = ActionSpace.standard
    private var world = ReplayedWorld(truth: true)
    /// By id: the height that a thing had in the last given frame, and the lowest since.
    private var first: [UInt16: Float] = [:]
    private var lowest: [UInt16: Float] = [:]
    private let height: @Sendable (_ now: Float, _ first: Float, _ lowest: Float) -> Float

    init(name: String, height: @escaping @Sendable (_ now: Float, _ first: Float, _ lowest: Float) -> Float) {
        (self.name, self.height) = (name, height)
    }

    public mutating func reset(_ start: Start) throws -> Observation {
        let shown = try world.reset(start)
        first = [:]
        for thing in shown.truth?.objects ?? [] { first[thing.id] = thing.position.y }
        lowest = first
        return shown
    }

    public mutating func step(_ action: Action) throws -> Observation {
        let shown = try world.step(action)
        var other = world.world
        var isOther = false
        for thing in shown.truth?.objects ?? [] {
            let now = thing.position.y
            let low = min(now, lowest[thing.id] ?? now)
            lowest[thing.id] = low
            let lift = height(now, first[thing.id] ?? now, low) - now
            if abs(lift) < 0.01 { continue }
            other = other.displacing(thing.id, by: SIMD3(0, lift, 0))
            isOther = true
        }
        return isOther ? Observation(frame: other.observation().frame) : shown
    }

    /// Falls and rises are a quarter of what they should be, and so is gravity.
    public static var floaty: FallingWorld {
        FallingWorld(name: "cheat:floaty") { now, first, _ in first + (now - first) / 4 }
    }

    /// What has come down never rises again.
    public static var sticky: FallingWorld {
        FallingWorld(name: "cheat:sticky") { _, _, lowest in lowest }
    }
}
