/// One way of measuring. To add one, write a type and list it in `Metrics.all`.
public protocol Metric: Sendable {
    /// Names the metric in files and tables.
    var id: String { get }
    /// Nil: it counts in the module of its scenario; else the column it belongs to.
    var column: String? { get }
    var tier: Tier { get }
    /// The expectations of scripts that it answers; empty: it is measured everywhere.
    var terms: [String] { get }
    /// Cheating worlds that it is there to catch: they must score below half on it, behind the scenario's gates.
    var catches: [String] { get }
    /// Floor cheats that do what the metric asks for and so set it no floor.
    var excuses: [String] { get }
    /// Whether the scenario's gates stand before it.
    var gated: Bool { get }
    /// Nil where the case has nothing to measure, which may depend on the case and its truth alone, never on what the
    /// candidate made.
    func measure(_ evidence: Evidence) throws -> Measurement?
}

extension Metric {
    public var column: String? { nil }
    public var terms: [String] { [] }
    public var excuses: [String] { [] }
    public var tier: Tier { .truth }
    public var gated: Bool { column == nil }
}
