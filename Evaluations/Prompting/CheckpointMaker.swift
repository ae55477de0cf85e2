import Generation
import Tensors
import WorldModel
import Worlds

/// A checkpoint as `diorama generate` asks it.
struct CheckpointMaker: PromptMaker {
    /// Denoising steps where nobody says otherwise.
    static let steps = GenerationSettings(checkpoint: "").steps
    /// How much of an edited video is given.
    static let strength: Float = 0.5

    let checkpoint: Checkpoint
    let mapping: ActionMapping
    let steps: Int
    let precision: Context.Precision
    let noise: UInt64

    func understands(_ text: String) -> Bool {
        checkpoint.vocabulary?.numbers(of: text).contains { $0 > 0 } ?? false
    }

    func make(_ question: PromptQuestion) throws -> [Frame] {
        let full = checkpoint.configuration.pictureSize
        let unit = ClipGenerator.unit(of: checkpoint)
        func half(_ side: Int) -> Int { max(unit, (side / 2 + unit - 1) / unit * unit) }
        let size = question.isPrototype ? (half(full.width), half(full.height)) : full
        // Nothing of an exchanged scene is told but what is given of it; without that its noise is another.
        let seed = question.isExchanged && question.given.isEmpty ? noise &+ 1 : noise
        let generator = ClipGenerator(
            checkpoint, size: size, steps: question.isPrototype ? max(2, steps / 4) : steps, seed: seed,
            guidance: Float(GenerationRun.guidance), precision: precision, fullSize: full)
        var frames: [Frame] = []
        _ = try plan(question).run(generator) { frames.append($0) }
        return frames
    }

    private func plan(_ question: PromptQuestion) throws -> GenerationPlan {
        let frames = question.frames
        let actions = try question.actions.map { try mapping($0) }
        let plan: GenerationPlan
        switch question.task {
        case .text, .prototype: plan = .free(actions)
        case .image: plan = .free(actions, given: [0: frames[0]])
        case .edit: plan = .edited(frames, strength: Self.strength, actions: actions)
        case .extend:
            let given = question.given[0]
            plan = .extended(
                Array(frames[given]), backward: Array(actions[..<given.lowerBound]),
                forward: Array(actions[given.upperBound...]))
        case .connect:
            let (first, second) = (question.given[0], question.given[1])
            plan = .connected(
                Array(frames[first]), Array(frames[second]),
                actions: Array(actions[first.upperBound..<second.lowerBound]))
        case .loop:
            let given = question.given[0]
            plan = .looped(Array(frames[given]), actions: Array(actions[given.upperBound...]))
        }
        return plan.saying(understands(question.text) ? question.text : "")
    }
}
