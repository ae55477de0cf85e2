import Episodes
import Foundation
import Tensors
import WorldModel
import Worlds

/// A first look at a checkpoint: next frames on held-out seeds against codec ceiling, frozen floor and shuffled actions.
public struct QuickEvaluation: Sendable {
    /// Frames ahead that are scored.
    public static let horizons = [1, 4, 16]

    public struct Result: Sendable {
        /// Means over clips in dB: `psnr.N`, `frozen.N`, `delta_psnr.N` and `codec_ceiling`; where the model sees memory,
        /// also `memory.N`, what memory alone shows, without a model, and `without.N`, the model without memory.
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
    /// Episodes that clips are taken from; nil: the reference world's, of seeds from 1,000,000,000 up.
    public var source: (any EpisodeSource)?

    public init() {}

    /// A clip whose camera stands still is replaced by the next. What `progress` throws after a clip ends the run.
    public func run(_ checkpoint: Checkpoint, progress: (Int, Int) throws -> Void = { _, _ in }) throws -> Result {
        let model = checkpoint.configuration
        let size = model.pictureSize
        let group = model.compressor.temporalFactor
        let history = 1 + (contextLatents - 1) * group
        let ahead = Self.horizons.max()!
        var result = Result()
        var sums: [String: Double] = [:]
        var seed = Start.firstHeldOutSeed
        let supply = try QuickClips(
            source, width: size.width, height: size.height, frames: history + ahead, wanted: clips + 1)
        var previous: [Action]?
        let codec = LatentVideo(checkpoint, precision: precision)
        while result.clips < clips, let clip = try supply.clip(Int(seed - Start.firstHeldOutSeed)) {
            let (frames, actions) = (clip.frames, clip.actions)
            seed += 1
            guard QuickClips.moves(clip, ahead: ahead) else { continue }
            let future = Array(actions[history...])
            guard let other = previous else {
                previous = future
                continue
            }
            previous = future
            let truth = Array(frames[history...])
            var start = Start(
                seed: seed, width: size.width, height: size.height,
                history: Array(zip(frames, actions).prefix(history)).map { (frame: $0.0, action: $0.1) })
            start.pitch = clip.poses.first?.pitch
            let shown = remembered(checkpoint, start, future)
            let predicted = try rollout(checkpoint, start, future)
            let bare = shown == nil ? nil : try rollout(checkpoint, start, future, trust: .none)
            let shuffled = try rollout(checkpoint, start, other)
            let ceiling = stride(from: 0, to: ahead, by: group).flatMap {
                codec.decode(codec.encode([Array(truth[$0..<$0 + group])]))[0]
            }
            for n in Self.horizons {
                let i = n - 1
                if let shown { sums["memory.\(n)", default: 0] += PictureDistance.psnr(shown[i], truth[i]) }
                if let bare { sums["without.\(n)", default: 0] += PictureDistance.psnr(bare[i], truth[i]) }
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
            try progress(result.clips, clips)
        }
        guard result.clips > 0 else { throw supply.tooFew }
        result.values = sums.mapValues { $0 / Double(result.clips) }
        return result
    }

    private func remembered(_ checkpoint: Checkpoint, _ start: Start, _ actions: [Action]) -> [Frame]? {
        var stream = WorldStream(checkpoint, pitch: start.pitch, precision: precision)
        for (frame, action) in start.history { stream.remember(frame, action: action) }
        return stream.ahead(actions.map(\.values)).shown?.map(\.frame)
    }

    private func rollout(
        _ checkpoint: Checkpoint, _ start: Start, _ actions: [Action], trust: TrustRule = .learned
    ) throws -> [Frame] {
        var world = LearnedWorld(checkpoint: checkpoint, precision: precision)
        world.trust = trust
        if let steps { world.denoisingSteps = steps }
        _ = try world.reset(start)
        return try stride(from: 0, to: actions.count, by: world.framesPerStep).flatMap {
            try world.step(Array(actions[$0..<$0 + world.framesPerStep])).map(\.frame)
        }
    }
}
