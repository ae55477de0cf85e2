import Diffusion
import Text

extension Checkpoint {
    /// The same model with the name, size of pictures, context and depth of `target`, which is a multiple of this one's: networks that
    /// are convolutions know no size, and a deeper transformer, or one that takes text of `vocabulary`, begins as `DiT.grown`.
    public func grown(to target: CheckpointConfiguration, vocabulary: Vocabulary? = nil) -> Checkpoint {
        Checkpoint(
            configuration: target, actionSpace: actionSpace, compressor: compressor,
            transformer: transformer.grown(to: target.transformer), depth: depth,
            trust: target.transformer.depth == configuration.transformer.depth ? trust : nil, upsampler: upsampler,
            starts: starts, vocabulary: vocabulary ?? self.vocabulary)
    }
}

extension CheckpointConfiguration {
    /// How a model of this configuration differs from `origin`, from which it was grown, in words; empty: in its name at most.
    public func growth(from origin: CheckpointConfiguration) -> String {
        let (new, old) = (transformer, origin.transformer)
        var changes: [String] = []
        if new.depth != old.depth { changes.append("\(old.depth) to \(new.depth) blocks") }
        if width != origin.width || height != origin.height {
            changes.append("pictures of \(origin.width) x \(origin.height) to \(width) x \(height)")
        }
        if new.contextFrames != old.contextFrames {
            changes.append("\(old.contextFrames) to \(new.contextFrames) latent frames of context")
        }
        if new.text != nil, old.text == nil { changes.append("text") }
        return changes.joined(separator: ", ")
    }
}
