import ReferenceWorld
import Scenarios
import Synchronization
import Worlds

/// What the reference world shows and knows of one case: shared by all candidates.
public final class CaseTruth: Sendable {
    public let scenario: ScenarioCase
    /// The scenario's start at the candidate's picture size.
    public let start: Start
    /// Which member of a counterbalanced pair it is, from 0.
    public let member: Int
    /// Branch -> observations, the first frame included.
    public let branches: [String: [Observation]]
    /// The main branch's actions in unrelated worlds: how far two such worlds lie apart.
    public let unrelated: [[Frame]]
    /// The reference world at every frame of the main branch, for pictures of what else might have been.
    let worlds: [Int: ReferenceWorld]
    let warps = Mutex<[WarpKey: Warp]>([:])
    /// What metrics ask for of every candidate alike.
    let memo = Memo()
    let choices = Mutex<[String: AlternativeSet?]>([:])
    let views = Mutex<[ViewKey: ThingView?]>([:])

    struct WarpKey: Hashable {
        var source, target: Int
        /// Of the relative pose, in hundredths.
        var scale: Int
    }

    /// Unrelated worlds that the nearest is taken of: worlds of one family may look alike by chance.
    public static let others = 4

    /// - Parameters:
    ///   - scenario: the case whose truth is rendered.
    ///   - size: of pictures, in pixels; nil keeps the scenario's.
    ///   - member: which of its group the case is.
    public init(_ scenario: ScenarioCase, size: (width: Int, height: Int)? = nil, member: Int = 0) throws {
        self.member = member
        var start = scenario.start
        if let size { (start.width, start.height) = size }
        (self.scenario, self.start) = (scenario, start)
        let main = scenario.branches[scenario.mainBranch] ?? []
        var branches: [String: [Observation]] = [:]
        for (name, actions) in scenario.branches where name != scenario.mainBranch {
            branches[name] = try Self.rollout(start, actions)
        }
        var worlds: [Int: ReferenceWorld] = [:]
        branches[scenario.mainBranch] = try Self.rollout(start, main) { worlds[$0] = $1 }
        self.branches = branches
        self.worlds = worlds
        unrelated = try (1...Self.others).map { other in
            try Self.rollout(ReseededWorld.start(start, other: other), main, truth: false).map(\.frame)
        }
    }

    private static func rollout(
        _ start: Start, _ actions: [Action], truth: Bool = true, visit: (Int, ReferenceWorld) -> Void = { _, _ in }
    ) throws -> [Observation] {
        var world = ReferenceWorld(truth: truth)
        var observations = [try world.reset(start)]
        observations.reserveCapacity(actions.count + 1)
        visit(0, world)
        for action in actions {
            observations.append(try world.step(action))
            visit(observations.count - 1, world)
        }
        return observations
    }

    /// Observations of the main branch.
    public var main: [Observation] { branches[scenario.mainBranch] ?? [] }
    public var frameCount: Int { main.count }
    /// The first frame that a candidate makes itself.
    public var firstMade: Int { max(1, min(scenario.contextFrames, frameCount - 1)) }

    /// One action for every frame of a branch after the first.
    public func actions(_ branch: String) -> [Action] { scenario.branches[branch] ?? [] }

    /// The frames of a branch that a candidate is given, each with the action that led to it.
    public func given(_ branch: String) -> [(frame: Frame, action: Action)] {
        let actions = [Action.none()] + actions(branch)
        return (branches[branch] ?? main).prefix(firstMade).enumerated().map { (frame: $1.frame, action: actions[$0]) }
    }

    func truth(_ frame: Int, branch: String? = nil) -> Truth {
        // Rollouts of this type always carry truth.
        observation(frame, branch: branch).truth!
    }

    func observation(_ frame: Int, branch: String? = nil) -> Observation {
        (branches[branch ?? scenario.mainBranch] ?? main)[frame]
    }

    /// The frame of a mark.
    func frame(of mark: String) -> Int? { scenario.marks[mark].map { max(0, min($0, frameCount - 1)) } }
}
