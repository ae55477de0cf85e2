import Communication
import Foundation
import Memory
import Tensors
import WorldModel
import Worlds

extension TrainingRun {
    /// Trains memory's depth estimator on the reference world's truth; half of the pictures are shown as the compression
    /// network gives them back, for that is what memory holds.
    func depth(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let start = try Checkpoint(contentsOf: folder.file("checkpoint"), device: device)
        guard let motion = start.configuration.transformer.camera, let travel = motion.travel else {
            throw WorldError("\(directory)/checkpoint knows nothing of its camera: depth is of no use to it")
        }
        let disparity = GroundDisparity(motion, travel, width: s.width, height: s.height)
        let video = LatentVideo(start.compressor, context: Context(start.compressor.store))
        var examples: [DepthTrainer.Example] = []
        for part in data.parts {
            let range = processes.share(of: part.source.count)
            let bar = ProgressBar(total: range.count, label: part.name)
            for index in range where !Interrupt.requested {
                let episode = try part.source.episode(index, truth: true)
                guard !episode.depth.isEmpty, !episode.poses.isEmpty else {
                    throw FileError(
                        "\(part.name) holds no depth and poses to learn from (episode \(episode.name)): record it with --truth."
                    )
                }
                for (i, number) in stride(from: 0, to: episode.frames.count, by: 8).enumerated() {
                    let example = DepthTrainer.Example(
                        frame: episode.frames[number], ground: disparity.ground(pitch: episode.poses[number].pitch),
                        depth: episode.depth[number])
                    examples.append(i % 2 == 0 ? example : example.shown(through: video))
                }
                bar.update(index + 1 - range.lowerBound)
            }
            bar.finish()
        }
        examples = DepthTrainer.Example.gathered(examples, size: data.size, processes)
        try Interrupt.check("Stopped while pictures were made, before training went on; the same command goes on.")
        let estimator = start.depth ?? DepthEstimator(DepthConfiguration(), seed: 3)
        estimator.store.device = device
        let trainer = DepthTrainer(
            estimator,
            schedule: Schedule(peak: s.depthRate, steps: count), batch: s.depthBatch, seed: 3, processes: processes)
        let loop = loop(folder, count, trainer.optimizer) { trainer.schedule.take(steps: $0) }
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step(examples) },
            checkpoint: { _ in
                try folder.keep(start.replacing(depth: trainer.finished()))
            })
    }
}
