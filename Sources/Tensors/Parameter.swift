/// A named array inside a `ParameterStore`.
public struct Parameter: Sendable, Hashable {
    public let index: Int
    public let name: String
    public let shape: [Int]
    public let offset: Int
    public var count: Int { shape.reduce(1, *) }
}
