import Worlds

/// A gate or an expectation of a scenario: the name of a test and its arguments, as the script writes them.
///
/// `{revisit: [seen, back], ge: 0.6}` has the name "revisit", the subjects "seen" and "back" and the bound ge 0.6.
public struct ScenarioTerm: Hashable, Codable, Sendable {
    public var name: String
    /// Marks, branches or objects that the test is about.
    public var subjects: [String]
    /// The mark at which it is judged, if the script names one.
    public var at: String?
    /// Everything else: bounds (ge, le, eq), among, iou, onset_le and the like.
    public var arguments: [String: PropertyValue]
    /// The alternatives of a choice.
    public var among: [String]

    public init(
        name: String, subjects: [String] = [], at: String? = nil, arguments: [String: PropertyValue] = [:],
        among: [String] = []
    ) {
        (self.name, self.subjects, self.at) = (name, subjects, at)
        (self.arguments, self.among) = (arguments, among)
    }
}
