import Tensors

/// What was wrong with a message, in a sentence for its sender; nothing has changed.
struct ProtocolError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description.printable }
}
