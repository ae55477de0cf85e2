import Foundation
import Tensors
import WorldModel
import Worlds

/// Latent frames as a model predicts them from a true past, beside the truth: what a refiner is trained on.
public struct RefinerSet: Sendable {
    struct Example: Sendable {
        /// [h, w, C]
        let predicted: [Float]
        /// [h, w, C + 2], what memory showed.
        let view: [Float]
        /// The true pictures.
        let frames: [Frame]
    }

    private(set) var examples: [Example] = []
    let shape: [Int]
    public var count: Int { examples.count }

    /// `shape` is that of a latent frame.
    public init(shape: [Int]) { self.shape = shape }

    /// Streams `episode` of `set`, whose pictures are `frames`, with the truth as context, and keeps the latent frames of
    /// which memory did not know at least `share`.
    public mutating func append(
        _ episode: LatentSet.Episode, _ frames: [Frame], _ set: LatentSet, _ checkpoint: Checkpoint, seed: UInt64,
        share: Float, _ context: Context
    ) {
        guard let views = episode.views else { return }
        let (h, w, c) = (shape[0], shape[1], shape[2])
        let n = checkpoint.configuration.compressor.temporalFactor
        let unit = checkpoint.configuration.compressor.spatialFactor
        var session = StreamingSession(
            checkpoint, width: w * unit, height: h * unit, steps: checkpoint.configuration.denoisingSteps, seed: seed,
            context: context)
        for frame in 0..<episode.frames {
            let clean = Tensor([1, h, w, c], pool: context.pool)
            episode.latents.withUnsafeBufferPointer {
                clean.f32.update(from: $0.baseAddress! + frame * set.latentSize, count: set.latentSize)
            }
            let actions = Array(episode.actions[frame * set.actionSize..<(frame + 1) * set.actionSize])
            let shown = Array(views[frame * set.viewSize..<(frame + 1) * set.viewSize])
            let view = frame == 0 ? nil : RememberedView(packed: shown, shape: shape, pool: context.pool)
            if let view {
                let predicted = session.generate(actions: actions, view: view)
                let hidden =
                    1 - stride(from: 1, to: view.seen.count, by: 2).reduce(0) { $0 + view.seen[$1] } / Float(h * w)
                if hidden >= share {
                    let first = 1 + (frame - 1) * n
                    examples.append(
                        Example(predicted: predicted.array, view: shown, frames: Array(frames[first..<first + n])))
                }
            }
            session.append(clean, actions: actions, view: view)
        }
    }
}
