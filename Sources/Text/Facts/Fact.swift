/// Something that a clip shows, and that a prompt may ask for.
public struct Fact: Codable, Hashable, Comparable, Sendable {
    /// What it is about.
    public enum Subject: String, Codable, CaseIterable, Sendable {
        /// "ball": there is one.
        case kind
        /// "red ball".
        case colour
        /// "2 ball": so many at once; one alone is no fact.
        case number
        /// "meadow".
        case place
        /// "at dusk".
        case time
        /// "turns left".
        case camera
        /// "ball moves".
        case event
    }

    public var subject: Subject
    /// In the words of `FactLexicon`.
    public var text: String

    public init(_ subject: Subject, _ text: String) { (self.subject, self.text) = (subject, text) }

    public static func < (a: Fact, b: Fact) -> Bool { (a.subject.rawValue, a.text) < (b.subject.rawValue, b.text) }
}
