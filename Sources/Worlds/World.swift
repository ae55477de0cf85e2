/// Anything that can be played: the reference world, a learned one, a cheat, an import.
///
/// A world's state is a value: forking a world is an assignment, a counterfactual is `var other = world`.
public protocol World: Sendable {
    var name: String { get }
    var actionSpace: ActionSpace { get }
    /// Of world time, a second.
    var framesPerSecond: Double { get }
    /// Begins anew; returns the first frame.
    mutating func reset(_ start: Start) throws -> Observation
    /// Applies `action` during one frame and returns the frame it leads to.
    mutating func step(_ action: Action) throws -> Observation
}

extension World {
    /// The simulator's rate.
    public var framesPerSecond: Double { 20 }
}
