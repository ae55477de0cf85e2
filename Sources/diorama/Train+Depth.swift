import Foundation
import Tensors
import Training
import WorldModel
import Worlds

extension Train {
    /// Trains memory's depth estimator on the reference world's truth; half of the pictures are shown as the compression
    /// network gives them back, for that is what memory holds.
    func depth(_ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes) throws {
        let start = try Checkpoint(contentsOf: folder.appendingPathComponent("checkpoint"))
        guard let motion = start.configuration.transformer.camera, let travel = motion.travel else {
            throw WorldError("\(folder.path)/checkpoint knows nothing of its camera: depth is of no use to it")
        }
        let disparity = GroundDisparity(motion, travel, width: s.width, height: s.height)
        let video = LatentVideo(start.compressor, context: Context(start.compressor.store))
        let staged = source.stagedScenes(s.stagedEpisodes)
        var examples: [DepthTrainer.Example] = []
        let bar = ProgressBar(total: source.count + staged.count, label: "Pictures")
        for episodes in [source, staged] {
            for index in 0..<episodes.count where !Interrupt.requested {
                let made = try episodes.depths(index, interval: 8) { disparity.ground(pitch: $0) }
                for (i, example) in made.enumerated() {
                    examples.append(i % 2 == 0 ? example : example.shown(through: video))
                }
                bar.update(episodes.staged ? source.count + index + 1 : index + 1)
            }
        }
        bar.finish()
        guard !Interrupt.requested else { return }
        let count = steps ?? s.depthSteps
        let trainer = DepthTrainer(
            start.depth ?? DepthEstimator(DepthConfiguration(), seed: 3),
            schedule: Schedule(peak: s.depthRate, steps: count), batch: s.depthBatch, seed: 3)
        let loop = TrainingLoop(label: "depth", folder: folder, steps: count, optimizer: trainer.optimizer)
        _ = try loop.run(
            flops: { trainer.flops }, step: { trainer.step(examples) },
            checkpoint: { _ in
                try start.replacing(depth: trainer.finished()).write(to: folder.appendingPathComponent("checkpoint"))
            })
    }
}
