/// The end of work that a signal stopped, in a sentence that says what is kept and how it goes on.
struct Stopped: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
