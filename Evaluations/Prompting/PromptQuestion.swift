import Worlds

/// What a maker of videos is asked for: a task, and the pictures of a scene of which it may see those that are given.
public struct PromptQuestion: Sendable {
    let task: PromptTask
    let frames: [Frame]
    let actions: [Action]
    let given: [Range<Int>]
    var text: String
    /// Whether it is the control, of which the scene is another.
    let isExchanged: Bool
    /// Whether half the size is asked for.
    var isPrototype = false

    init(_ truth: PromptTruth, _ frames: [Frame], isExchanged: Bool) {
        (task, actions, given, text) = (truth.task, truth.actions, truth.given, truth.text)
        (self.frames, self.isExchanged) = (frames, isExchanged)
    }

    /// The same in other words.
    func saying(_ text: String) -> PromptQuestion {
        var question = self
        question.text = text
        return question
    }

    /// The same in half the size.
    var prototype: PromptQuestion {
        var question = self
        question.isPrototype = true
        return question
    }
}
