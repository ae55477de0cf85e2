import Worlds

/// A world that takes words: it has `Abilities.prompt`.
public protocol PromptedWorld: World {
    /// What is to happen from the next step on; empty for nothing in particular.
    var prompt: String { get set }
}
