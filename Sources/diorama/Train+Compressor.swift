import Diffusion
import Foundation
import ReferenceWorld
import Training
import VideoCompression
import WorldModel
import Worlds

extension Train {
    func compressor(_ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes) throws {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels) = (s.compressorWidth, s.latentChannels)
        let pool = try pairs(source, c.temporalFactor)
        let count = steps ?? s.compressorSteps
        let trainer = CompressorTrainer(
            VideoCompressor(c, seed: 1), schedule: Schedule(peak: s.compressorRate, steps: count),
            batch: s.compressorBatch, seed: 1)
        let loop = TrainingLoop(label: "compressor", folder: folder, steps: count, optimizer: trainer.optimizer)
        _ = try loop.run(
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
                t.actionInputs = ActionSpace.standard.channels.count * compressor.configuration.temporalFactor
                t.contextFrames = s.clipFrames - 1
                t.camera = CameraMotion(ActionSpace.standard, fieldOfView: ReferenceWorld.fieldOfView)
                t.camera?.travel = CameraTravel(
                    ActionSpace.standard, eyeHeight: ReferenceWorld.eyeHeight,
                    startPitch: ReferenceWorld.startPitch, pitchLimit: ReferenceWorld.pitchLimit)
                t.seesMemory = s.memory
                configuration.transformer = t
                let checkpoint = Checkpoint(
                    configuration: configuration, actionSpace: .standard, compressor: compressor,
                    transformer: DiT(t, seed: 2))
                try checkpoint.write(to: folder.appendingPathComponent("checkpoint"))
            })
    }

    /// Trains the decoder on, with the encoder as it is.
    func decoder(_ s: TrainConfiguration, _ folder: URL, _ source: RenderedEpisodes) throws {
        let start = try Checkpoint(contentsOf: folder.appendingPathComponent("checkpoint"))
        let pool = try pairs(source, start.compressor.configuration.temporalFactor)
        let count = steps ?? s.decoderSteps
        let trainer = DecoderTrainer(
            start.compressor, schedule: Schedule(peak: s.compressorRate / 2, steps: count, decay: 0.6),
            batch: s.compressorBatch, seed: 4)
        let loop = TrainingLoop(label: "decoder", folder: folder, steps: count, optimizer: trainer.optimizer)
        _ = try loop.run(
            flops: { trainer.flops }, step: { trainer.step(pool) },
            checkpoint: { _ in
                try start.replacing(compressor: trainer.finished()).write(
                    to: folder.appendingPathComponent("checkpoint"))
            })
    }

    /// A few pairs of neighbouring pictures from every episode.
    private func pairs(_ source: RenderedEpisodes, _ length: Int) throws -> [[Frame]] {
        try AllCores.gather(source.count, label: "Pictures") { index in
            let frames = try source.episode(index).frames
            return stride(from: 0, to: frames.count - length, by: 12).map { Array(frames[$0..<$0 + length]) }
        }.flatMap { $0 }
    }
}
