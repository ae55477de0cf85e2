import Worlds

/// The truth.
struct TruePrompts: PromptMaker {
    let truth: PromptTruth

    func understands(_ text: String) -> Bool { true }

    func make(_ question: PromptQuestion) -> [Frame] {
        if question.task.needsWords { return question.text == truth.text ? truth.frames : truth.others[0] }
        return question.frames
    }
}
