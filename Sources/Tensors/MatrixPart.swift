/// One matrix [rows, columns] at `offset` of a parameter store, which an optimizer treats as a whole.
public struct MatrixPart: Sendable {
    public let offset: Int
    public let rows: Int
    public let columns: Int

    public init(offset: Int, rows: Int, columns: Int) {
        (self.offset, self.rows, self.columns) = (offset, rows, columns)
    }
}
