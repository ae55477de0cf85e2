/// The shape of a depth estimator.
public struct DepthConfiguration: Codable, Hashable, Sendable {
    public var width = 96
    public var blocks = 4

    public init() {}

    /// Pixels that one position of the network spans in each direction.
    package static let cell = 8
    /// Colours and what level ground would be.
    package static let inputs = 4
}
