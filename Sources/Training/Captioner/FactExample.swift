import ReferenceWorld
import Text
import WorldModel
import Worlds

/// A picture, the one before it, and what is true of its cells.
public struct FactExample: Sendable {
    public var before: Frame
    public var now: Frame
    let cells: FactCells
}
