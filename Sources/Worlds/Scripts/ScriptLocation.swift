import Tensors

/// A place in a script: file, line and column, both from 1.
public struct ScriptLocation: Hashable, Sendable, CustomStringConvertible {
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        (self.file, self.line, self.column) = (file, line, column)
    }

    /// "FILE:LINE:COLUMN", which editors and terminals jump to.
    public var description: String { "\(file):\(line):\(column)" }

    /// The error that `message`, one sentence, is about this place.
    public func error(_ message: String) -> FileError { FileError("\(description): \(message)") }
}
