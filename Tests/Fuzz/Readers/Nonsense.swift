/// What a reader took for good and should not have, or a refusal that is no sentence.
public struct Nonsense: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws {
        if !condition { throw Nonsense(description()) }
    }
}
