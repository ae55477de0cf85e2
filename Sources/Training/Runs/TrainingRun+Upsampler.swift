import Codecs
import Episodes
import Foundation
import Media
import ReferenceWorld
import Tensors
import WorldModel
import Worlds

extension TrainingRun {
    /// Trains what makes the decoder's pictures larger and sharper; all else stays as it is.
    func upsampler(
        _ s: TrainConfiguration, _ folder: TrainingFolder, _ data: TrainingData, steps count: Int
    ) throws {
        let start = try Checkpoint(contentsOf: folder.file("checkpoint"), device: device)
        let codec = start.compressor.configuration
        let shape = UpsamplerConfiguration()
        let pool = try data.parts.flatMap {
            try Self.examples(of: $0.source, scale: shape.scale, length: codec.temporalFactor)
        }
        let trials = UpsamplerTrials(
            try Self.examples(of: try trials(s), scale: shape.scale, length: codec.temporalFactor),
            start.compressor)
        let model = Upsampler(shape, codec: codec, seed: 7)
        model.store.device = device
        let trainer = UpsamplerTrainer(
            model, of: start.compressor,
            schedule: Schedule(peak: s.upsamplerRate, steps: count, decay: 0.5), batch: s.upsamplerBatch, seed: 4,
            precision: device == nil ? ArithmeticChoice.current.training : .bf16)
        var loop = loop(folder, count, trainer.optimizer) { trainer.schedule.take(steps: $0) }
        loop.validationSteps = s.validationSteps
        try loop.run(
            flops: { trainer.flops }, step: { trainer.step(pool) },
            checkpoint: { _ in
                var made = start.replacing(upsampler: trainer.finished())
                made.starts = data.starts.isEmpty ? Self.enlarged(made.starts, made.configuration) : data.starts
                try folder.keep(made)
            },
            validate: { step in
                let result = trials.run(trainer.finished())
                let place = folder.file("validation")
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try Filmstrip.write(
                    rows: result.strips, scale: 2, to: place.appendingPathComponent("upsampler-\(step).png"))
                return "\(result.words); validation/upsampler-\(step).png"
            })
    }

    /// Held-out episodes: of the sets, or of the reference world.
    private func trials(_ s: TrainConfiguration) throws -> any EpisodeSource {
        try recorded().compactMap(\.validation).first
            ?? ReferenceEpisodes(
                count: 24, frames: 24, width: s.width, height: s.height, firstSeed: Start.firstHeldOutSeed + 9_000_000,
                policy: .wander)
    }

    /// A few moments of every episode: `length` pictures each. The simulator also plays them at the encoder's size.
    private static func examples(
        of source: any EpisodeSource, scale: Int, length: Int
    ) throws -> [UpsamplerExample] {
        let small = source as? ReferenceEpisodes
        var large = source
        if var enlarged = small {
            (enlarged.width, enlarged.height) = (enlarged.width * scale, enlarged.height * scale)
            large = enlarged
        }
        let pictures = large
        return try AllCores.gather(source.count, label: "Pictures") { index in
            let (large, small) = (try pictures.episode(index).frames, try small?.episode(index).frames)
            return stride(from: 0, through: large.count - length, by: 12).map { first in
                let range = first..<first + length
                return UpsamplerExample(large: Array(large[range]), small: small.map { Array($0[range]) })
            }
        }.flatMap { $0 }
    }

    /// First pictures at the size of those that the checkpoint shows.
    private static func enlarged(_ starts: [Episode], _ configuration: CheckpointConfiguration) -> [Episode] {
        starts.map { start in
            var start = start
            start.frames = start.frames.map { $0.resampled(to: configuration.pictureSize) }
            return start
        }
    }
}
