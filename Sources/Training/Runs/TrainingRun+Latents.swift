import Communication
import Episodes
import Foundation
import Memory
import Tensors
import WorldModel
import Worlds

/// Episodes as a transformer's training sees them.
extension TrainingRun {
    /// Episodes of the reference world beyond those of `latents`, made while a transformer trains.
    func liveEpisodes(_ s: TrainConfiguration, _ data: TrainingData, _ start: Checkpoint) -> EpisodeFeed {
        let encoder = EpisodeEncoder(start)
        let (families, staged) = (data.parts[0].source, data.parts[data.parts.count - 1].source)
        return EpisodeFeed(0..<s.liveEpisodes) { number in
            // Spread evenly: staged where the share of all so far passes a whole number.
            (Float(number + 1) * s.liveStagedShare).rounded(.down) > (Float(number) * s.liveStagedShare).rounded(.down)
                ? encoder.encode(try staged.episode(s.stagedEpisodes + number))
                : encoder.encode(try families.episode(s.episodes + number))
        }
    }

    /// All episodes as the transformer of `start` sees them.
    func latents(
        _ s: TrainConfiguration, _ folder: URL, _ data: TrainingData, _ start: Checkpoint
    ) throws -> LatentSet {
        let configuration = start.configuration
        let encoder = EpisodeEncoder(start)
        let cell = configuration.compressor.spatialFactor
        var set = LatentSet(
            shape: [data.size.height / cell, data.size.width / cell, configuration.compressor.latentChannels],
            actionSize: configuration.transformer.actionInputs)
        for (number, part) in data.parts.enumerated() {
            let place = folder.appendingPathComponent(number == 0 ? "latents" : "latents/\(number)")
            try fill(&set, part, place, encoder, least: s.clipFrames)
        }
        guard !set.episodes.isEmpty else {
            throw FileError(
                "No episode has the \(s.clipFrames) latent frames of a clip: record longer ones, or set a smaller clipFrames."
            )
        }
        return set
    }

    /// The episodes of `part` as latents, from the cache in `folder` where they are there; those that are shorter than a clip are
    /// left out.
    private func fill(
        _ set: inout LatentSet, _ part: TrainingData.Part, _ folder: URL, _ encoder: EpisodeEncoder, least: Int
    ) throws {
        let n = encoder.video.compressor.configuration.temporalFactor
        let long = (0..<part.source.count).filter { (part.source.length(of: $0) - 1) / n + 1 >= least }
        if long.count < part.source.count, processes.isFirst {
            StandardError.write(
                "\(part.name): \(part.source.count - long.count) of \(part.source.count) episodes are shorter than a clip and left out.\n"
            )
        }
        let source = EpisodeSelection(part.source, long)
        guard source.count > 0 else { return }
        let cache = try LatentCache(
            folder, compressor: encoder.video.compressor,
            source: source.identity
                + (encoder.seesMemory
                    ? ", views of memory \(WarpMemory.version)\(encoder.collisions == .learned ? ", collisions learned" : "")"
                    : "") + (encoder.takesText ? ", facts 1" : ""))
        let bar = ProgressBar(total: source.count, label: part.name)
        let first = set.episodes.count
        if processes.size > 1 {
            // Each makes its share of the files, and then reads all.
            try cache.make(
                count: source.count, like: set, processes, stop: { Interrupt.requested },
                progress: { bar.update($0) }, encode: { encoder.encode(try source.episode($0)) })
        }
        try cache.fill(
            &set, count: source.count, stop: { Interrupt.requested }, progress: { bar.update($0) },
            encode: { encoder.encode(try source.episode($0)) })
        for number in first..<set.episodes.count { set.episodes[number].weight = part.weight }
        bar.finish()
        try Interrupt.check(
            "Stopped while episodes were made, before training went on; the same command goes on with those that are kept."
        )
    }
}
