import Worlds

/// The truth, of which what is made went through an encoder and decoder.
struct CodedPrompts: PromptMaker {
    let coder: any Candidate
    let truth: PromptTruth

    func understands(_ text: String) -> Bool { true }

    func make(_ question: PromptQuestion) throws -> [Frame] {
        var frames = try coder.coded(TruePrompts(truth: truth).make(question))
        for range in question.given { frames.replaceSubrange(range, with: question.frames[range]) }
        return frames
    }
}
