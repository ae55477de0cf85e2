import Camera
import Codecs
import Communication
import Diffusion
import Foundation
import Text
import WorldModel
import Worlds

extension TrainingRun {
    func compressor(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels) = (s.compressorWidth, s.latentChannels)
        let pool = try pairs(data, c.temporalFactor)
        let network = VideoCompressor(c, seed: 1)
        network.store.device = device
        let trainer = CompressorTrainer(
            network, schedule: Schedule(peak: s.compressorRate, steps: count),
            batch: s.compressorBatch, seed: 1, processes: processes)
        let loop = loop(folder, count, trainer.optimizer) { trainer.schedule.take(steps: $0) }
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step(pool) },
            checkpoint: { _ in
                var configuration = CheckpointConfiguration()
                configuration.name = s.name
                (configuration.width, configuration.height) = (s.width, s.height)
                let compressor = trainer.finished(pool)
                configuration.compressor = compressor.configuration
                var t = DiTConfiguration()
                (t.width, t.depth, t.heads) = (s.transformerWidth, s.transformerDepth, s.transformerHeads)
                t.latentChannels = s.latentChannels
                t.actionInputs = data.actionSpace.channels.count * compressor.configuration.temporalFactor
                t.contextFrames = s.clipFrames - 1
                t.camera = CameraMotion(data.actionSpace, data.camera)
                t.seesMemory = s.memory && t.camera?.travel != nil
                configuration.framesPerSecond = data.framesPerSecond
                let words = s.text ? try vocabulary(recorded()) : nil
                t.text = words.map { TextConfiguration(rows: $0.rows) }
                configuration.transformer = t
                if t.seesMemory == true { configuration.collisions = s.collisions }
                let checkpoint = Checkpoint(
                    configuration: configuration, actionSpace: data.actionSpace, compressor: compressor,
                    transformer: DiT(t, seed: 2), starts: data.starts, vocabulary: words)
                try folder.keep(checkpoint)
            })
    }

    /// Trains the decoder on, with the encoder as it is.
    func decoder(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let start = try Checkpoint(contentsOf: folder.file("checkpoint"), device: device)
        let pool = try pairs(data, start.compressor.configuration.temporalFactor)
        let trainer = DecoderTrainer(
            start.compressor, schedule: Schedule(peak: s.compressorRate / 2, steps: count, decay: 0.6),
            batch: s.compressorBatch, seed: 4, processes: processes)
        let loop = loop(folder, count, trainer.optimizer) { trainer.schedule.take(steps: $0) }
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step(pool) },
            checkpoint: { _ in
                try folder.keep(start.replacing(compressor: trainer.finished()))
            })
    }

    /// A few pairs of neighbouring pictures from every episode; each process makes its share of the episodes.
    private func pairs(_ data: TrainingData, _ length: Int) throws -> [[Frame]] {
        let (width, height) = data.size
        let bytes = width * height * 3
        return try data.parts.flatMap { part in
            let made = try processes.gathered(part.source.count) { range in
                try AllCores.gather(range.count, label: "Pictures") { index in
                    let frames = try part.source.episode(range.lowerBound + index).frames
                    return stride(from: 0, through: frames.count - length, by: 12)
                        .flatMap { frames[$0..<$0 + length].flatMap(\.pixels) }
                }
            }
            var groups: [[Frame]] = []
            for pixels in made {
                for start in stride(from: 0, to: pixels.count, by: bytes * length) {
                    groups.append(
                        stride(from: start, to: start + bytes * length, by: bytes).map {
                            Frame(width: width, height: height, pixels: Array(pixels[$0..<$0 + bytes]))
                        })
                }
            }
            return groups
        }
    }
}
