import Tensors

/// A recording that was written wrongly and can be mended: nothing is scored until it is. The second half of a sentence
/// that begins with its name.
struct RefusedRecording: Error, Hashable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description.printableMessage }
}
