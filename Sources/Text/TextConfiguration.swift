/// The shape of a text encoder.
public struct TextConfiguration: Codable, Hashable, Sendable {
    /// Rows of the word table: `Vocabulary.rows`.
    public var rows = 16
    public var width = 128
    public var depth = 2
    public var heads = 2

    public init(rows: Int = 16) { self.rows = rows }
}
