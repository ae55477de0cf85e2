import Worlds

/// Shows one of the given frames for ever.
public struct StillWorld: FrameWorld {
    /// Which of them.
    public enum Choice: Sendable { case first, last }

    public var name: String { choice == .first ? "cheat:copy-first" : "cheat:frozen" }
    public let actionSpace = ActionSpace.standard
    private let choice: Choice
    private var frame = Frame(width: 16, height: 16)

    public init(_ choice: Choice) { self.choice = choice }

    public mutating func reset(_ start: Start) throws -> Observation {
        var world = ReplayedWorld()
        let given = choice == .first ? start.history.first : start.history.last
        frame = try given?.frame ?? world.reset(start).frame
        return Observation(frame: frame)
    }

    public mutating func step(_ action: Action) throws -> Observation { Observation(frame: frame) }
}
