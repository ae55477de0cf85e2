import Worlds

/// A world that takes words: it has `Abilities.prompt`.
public protocol PromptedWorld: World {
    /// What was said last; empty for nothing in particular.
    var prompt: String { get }

    /// Says what is to happen from the next step on; throws a sentence where no word of it is known.
    mutating func say(_ prompt: String) throws
}
