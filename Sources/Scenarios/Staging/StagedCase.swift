import Worlds

/// A case and what came of it in the reference world.
public struct StagedCase: Sendable {
    public var scenario: Scenario
    public var run: ScenarioCase
    /// By branch.
    public var events: [String: [Truth.Event]]
    /// Names of the instances that events speak of.
    public var names: [UInt16: String]

    /// Frames of a branch, the first included.
    public var frameCount: Int { (run.branches[run.mainBranch]?.count ?? 0) + 1 }

    /// What an event is about, in the script's words.
    public func name(_ id: UInt16) -> String { names[id] ?? "thing \(id)" }
}
