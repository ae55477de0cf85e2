/// Anything that can be played: the reference world, a learned one, a recorded one, a cheat.
///
/// A world's state is a value: forking a world is an assignment, a counterfactual is `var other = world`.
public protocol World: Sendable {
    var name: String { get }
    var actionSpace: ActionSpace { get }
    /// Of world time, a second.
    var framesPerSecond: Double { get }
    /// Frames that one step makes, at least 1: a learned world makes the pictures of a whole latent frame at once.
    var framesPerStep: Int { get }
    var abilities: Abilities { get }
    /// Begins anew; returns the first frame.
    mutating func reset(_ start: Start) throws -> Observation
    /// Applies `framesPerStep` actions, each during one frame; returns the frame that each led to.
    mutating func step(_ actions: [Action]) throws -> [Observation]
}

extension World {
    /// The simulator's rate.
    public var framesPerSecond: Double { 20 }
    public var framesPerStep: Int { 1 }
    public var abilities: Abilities { .fork }

    /// One step during which `action` is held.
    public mutating func hold(_ action: Action) throws -> [Observation] {
        try step([Action](repeating: action, count: framesPerStep))
    }
}
