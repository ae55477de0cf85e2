import Camera
import Diffusion
import Foundation
import Text
import VideoCompression
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
            batch: s.compressorBatch, seed: 1)
        let loop = TrainingLoop(part, folder, steps: count, optimizer: trainer.optimizer)
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
            batch: s.compressorBatch, seed: 4)
        let loop = TrainingLoop(part, folder, steps: count, optimizer: trainer.optimizer)
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step(pool) },
            checkpoint: { _ in
                try folder.keep(start.replacing(compressor: trainer.finished()))
            })
    }

    /// A few pairs of neighbouring pictures from every episode.
    private func pairs(_ data: TrainingData, _ length: Int) throws -> [[Frame]] {
        try data.parts.flatMap { part in
            try AllCores.gather(part.source.count, label: "Pictures") { index in
                let frames = try part.source.episode(index).frames
                return stride(from: 0, through: frames.count - length, by: 12).map { Array(frames[$0..<$0 + length]) }
            }.flatMap { $0 }
        }
    }
}
