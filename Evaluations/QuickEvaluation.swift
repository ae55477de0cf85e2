import Foundation
import ReferenceWorld
import Tensors
import WorldModel
import Worlds

/// A first look at a checkpoint: next frames on held-out seeds against codec ceiling, frozen floor and shuffled actions.
public struct QuickEvaluation: Sendable {
    /// Frames ahead that are scored.
    public static let horizons = [1, 4, 16]

    public struct Result: Sendable {
        /// Means over clips in dB: `psnr.N`, `frozen.N`, `delta_psnr.N` and `codec_ceiling`; where the model sees memory,
        /// also `memory.N`: what memory alone shows, without a model.
        public var values: [String: Double] = [:]
        public var clips = 0
        /// Truth, codec, prediction, shuffled actions: one row each, for the first clips.
        public var strips: [[Frame]] = []
    }

    public var clips = 24
    public var contextLatents = 12
    public var precision = Context.Precision.bf16
    /// Denoising passes a latent frame; nil: the checkpoint's own.
    public var steps: Int?

    public init() {}

    /// Clips come from world seeds from 1,000,000,000 up; one whose camera stands still is replaced by the next.
    public func run(_ checkpoint: Checkpoint, progress: (Int, Int) -> Void = { _, _ in }) throws -> Result {
        let model = checkpoint.configuration
        let group = model.compressor.temporalFactor
        let history = 1 + (contextLatents - 1) * group
        let ahead = Self.horizons.max()!
        var result = Result()
        var sums: [String: Double] = [:]
        var seed = Start.firstHeldOutSeed
        var previous: [Action]?
        let codec = LatentVideo(
            checkpoint.compressor, context: Context(checkpoint.compressor.store, precision: precision))
        while result.clips < clips {
            let (frames, actions, moved) = try clip(seed, model.width, model.height, history + ahead)
            seed += 1
            guard moved else { continue }
            let future = Array(actions[history...])
            guard let other = previous else {
                previous = future
                continue
            }
            previous = future
            let truth = Array(frames[history...])
            let start = Start(
                seed: seed, width: model.width, height: model.height,
                history: Array(zip(frames, actions).prefix(history)).map { (frame: $0.0, action: $0.1) })
            let shown = remembered(checkpoint, start, future)
            let predicted = try rollout(checkpoint, start, future)
            let shuffled = try rollout(checkpoint, start, other)
            let ceiling = stride(from: 0, to: ahead, by: group).flatMap {
                codec.decode(codec.encode([Array(truth[$0..<$0 + group])]))[0]
            }
            for n in Self.horizons {
                let i = n - 1
                if let shown { sums["memory.\(n)", default: 0] += PictureDistance.psnr(shown[i], truth[i]) }
                let psnr = PictureDistance.psnr(predicted[i], truth[i])
                sums["psnr.\(n)", default: 0] += psnr
                sums["frozen.\(n)", default: 0] += PictureDistance.psnr(frames[history - 1], truth[i])
                sums["delta_psnr.\(n)", default: 0] += psnr - PictureDistance.psnr(shuffled[i], truth[i])
            }
            sums["codec_ceiling", default: 0] +=
                zip(ceiling, truth).reduce(0) { $0 + PictureDistance.psnr($1.0, $1.1) } / Double(ahead)
            if result.clips < 4 {
                let numbers = [0, 1, 3, 7, 11, 15]
                for row in [truth, ceiling, predicted, shuffled] { result.strips.append(numbers.map { row[$0] }) }
            }
            result.clips += 1
            progress(result.clips, clips)
        }
        result.values = sums.mapValues { $0 / Double(result.clips) }
        return result
    }

    private func remembered(_ checkpoint: Checkpoint, _ start: Start, _ actions: [Action]) -> [Frame]? {
        let transformer = checkpoint.configuration.transformer
        guard transformer.seesMemory == true, var memory = ViewMemory(transformer.camera, depth: checkpoint.depth)
        else { return nil }
        for (frame, action) in start.history { memory.append([frame], actions: [action.values]) }
        return memory.views(memory.followed(actions.map(\.values)))?.map(\.frame)
    }

    private func rollout(_ checkpoint: Checkpoint, _ start: Start, _ actions: [Action]) throws -> [Frame] {
        var world = LearnedWorld(checkpoint: checkpoint, precision: precision)
        if let steps { world.denoisingSteps = steps }
        _ = try world.reset(start)
        return try stride(from: 0, to: actions.count, by: world.groupSize).flatMap {
            try world.steps(Array(actions[$0..<$0 + world.groupSize]))
        }
    }

    private func clip(
        _ seed: UInt64, _ width: Int, _ height: Int, _ count: Int
    ) throws -> (frames: [Frame], actions: [Action], moved: Bool) {
        var world = ReferenceWorld(truth: false)
        var policy = Policy(kind: .wander, seed: seed)
        let scene = ReferenceWorld.scenes[Int(seed % UInt64(ReferenceWorld.scenes.count))]
        var frames = [try world.reset(Start(scene: scene, seed: seed, width: width, height: height)).frame]
        var actions = [Action.none()]
        var poses = [world.pose]
        while frames.count < count {
            let action = policy.action(for: world)
            actions.append(action)
            frames.append(try world.step(action).frame)
            poses.append(world.pose)
        }
        let (a, b) = (poses[count - 17], poses[count - 1])
        let walked = ((a.x - b.x) * (a.x - b.x) + (a.z - b.z) * (a.z - b.z)).squareRoot()
        return (frames, actions, walked > 0.5 || abs(a.yaw - b.yaw) > 0.25)
    }
}
