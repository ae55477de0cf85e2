import Tensors

/// Why one recording cannot be imported, as the second half of a sentence; the others can.
struct RecordingFlaw: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description.printableMessage }

    /// Turns what is wrong with the files of one recording into its flaw.
    static func named<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as FileError {
            let text = error.description
            throw RecordingFlaw(text.hasSuffix(".") ? String(text.dropLast()) : text)
        }
    }
}
