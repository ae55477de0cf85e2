import Worlds

/// Makes videos of prompts.
public protocol PromptMaker: Sendable {
    /// Whether it understands words of `text`.
    func understands(_ text: String) -> Bool
    /// All pictures of the video, the given ones included.
    func make(_ question: PromptQuestion) throws -> [Frame]
}
