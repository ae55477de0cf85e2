import Tensors
import WorldModel
import Worlds

extension ClipGenerator {
    /// Denoising steps of a single picture.
    private static let pictureSteps = 20

    /// One picture of a prompt, in the checkpoint's size.
    public static func picture(
        of prompt: String, _ checkpoint: Checkpoint, seed: UInt64, precision: Context.Precision?
    ) throws -> Frame {
        let generator = ClipGenerator(
            checkpoint, size: checkpoint.configuration.pictureSize, steps: pictureSteps, seed: seed,
            guidance: Float(GenerationRun.guidance), precision: precision ?? .bf16)
        // A whole clip holds together better than a single frame.
        var question = Prompt(
            actions: [Action](repeating: .none(checkpoint.actionSpace.channels.count), count: 9), mask: .full)
        question.text = prompt
        guard let frame = try generator.generate(question)[0] else { throw WorldError("no picture was made") }
        return frame
    }
}
