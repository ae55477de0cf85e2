/// The shape of a refiner.
public struct RefinerConfiguration: Codable, Hashable, Sendable {
    public var width = 128
    public var blocks = 5

    public init() {}
}
