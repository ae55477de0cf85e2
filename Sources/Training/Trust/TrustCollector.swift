import Memory
import Tensors
import WorldModel
import Worlds

/// Lets a checkpoint go on from true pictures under the true actions and notes, step by step, what a trust head would see and how
/// far memory lay from the truth. Its memory holds what the model itself made, as in a game.
public struct TrustCollector: Sendable {
    private let checkpoint: Checkpoint
    private let shape: TrustConfiguration
    private let precision: Context.Precision

    /// For a head of this shape.
    public init(_ checkpoint: Checkpoint, shape: TrustConfiguration, precision: Context.Precision) {
        (self.checkpoint, self.shape, self.precision) = (checkpoint.withoutUpsampler, shape, precision)
    }

    /// Makes up to `steps` latent frames after the first `start` of `frames`; `actions` holds for each frame the one that led to
    /// it. `rule` says which cells of memory are kept meanwhile; `pitch` is that of the first picture.
    public func examples(
        _ frames: [Frame], _ actions: [Action], pitch: Float?, from start: Int, steps: Int, rule: TrustRule,
        seed: UInt64
    ) throws -> [TrustExample] {
        var world = LearnedWorld(checkpoint: checkpoint, precision: precision)
        (world.studied, world.trust) = (shape, rule)
        var begin = Start(
            seed: seed, width: frames[0].width, height: frames[0].height,
            history: zip(frames, actions).prefix(start).map { (frame: $0.0, action: $0.1) })
        begin.pitch = pitch
        _ = try world.reset(begin)
        guard var truths = world.memory as? WarpMemory else { return [] }
        let cell = checkpoint.configuration.compressor.spatialFactor
        var examples: [TrustExample] = []
        for step in 0..<steps {
            let group = start + step * world.framesPerStep..<start + (step + 1) * world.framesPerStep
            guard group.upperBound <= frames.count else { break }
            world.truth = Array(frames[group])
            _ = try world.step(Array(actions[group]))
            guard let moment = world.moment, let known = truths.views(moment.actions) else { break }
            func errors(_ pictures: [Frame]) -> [Float] { CellErrors.between(pictures, world.truth, cell: cell) }
            examples.append(
                TrustExample(
                    evidence: moment.evidence,
                    errors: TrustErrors(
                        memory: errors(moment.shown), trueMemory: errors(known.map(\.frame)),
                        made: errors(moment.made))))
            truths.append(world.truth, actions: moment.actions, generation: nil)
        }
        return examples
    }
}
