/// A and B on one family, module or column.
public struct GroupComparison: Codable, Sendable {
    public var name: String
    /// The module of a family; nil for modules and columns.
    public var module: String?
    /// Mean clipped score of A and of B on the paired runs.
    public var a: Double
    public var b: Double
    public var estimate: PairedEstimate
}
