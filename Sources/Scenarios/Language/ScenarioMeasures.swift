import Worlds

/// What scripts can be judged by; the room that measures says so.
public struct ScenarioMeasures: Sendable {
    /// What a gate or an expectation speaks of.
    public enum Subject: Sendable { case none, marks, objects, branches, frames }

    /// The modules of the headline, then the columns beside it.
    public var modules: [String]
    public var gates: [String: Subject]
    public var expectations: [String: Subject]
    /// Arguments of gates and expectations.
    public var arguments: [String]
    /// Alternatives of a choice.
    public var alternatives: [String]

    public init(
        modules: [String], gates: [String: Subject], expectations: [String: Subject], arguments: [String],
        alternatives: [String]
    ) {
        (self.modules, self.gates, self.expectations) = (modules, gates, expectations)
        (self.arguments, self.alternatives) = (arguments, alternatives)
    }
}
