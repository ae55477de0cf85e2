/// The end of work that a signal stopped, in a sentence that says what is kept and how it goes on.
public struct Stopped: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
