import Scenarios

/// A way of prompting; the families of the module have these names, and so have the expectations that ask for them.
enum PromptTask: String, Sendable, CaseIterable {
    /// Words and a camera's motion; nothing is given.
    case text
    /// The first picture is given.
    case image
    /// A stretch in the middle is given.
    case extend
    /// Both ends are given.
    case connect
    /// The beginning is given; what follows leads back to it.
    case loop
    /// All pictures are given half, of a scene that differs in what the words ask for.
    case edit
    /// The same prompt in half the size, from the same noise.
    case prototype

    /// Whether it is about words, so that a candidate without words cannot do it.
    var needsWords: Bool { self == .text || self == .edit }
}

extension ScenarioCase {
    /// Whether a candidate generates it from a prompt.
    var isOfPrompting: Bool { module == PromptEvaluation.module }
}
