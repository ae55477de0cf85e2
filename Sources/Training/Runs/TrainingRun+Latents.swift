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
    func liveEpisodes(
        _ s: TrainConfiguration, _ start: Checkpoint
    ) -> EpisodeFeed<(episode: LatentSet.Episode, shape: [Int])> {
        let worlds = s.allSizes.map { size in
            (live: s.live(size), encoder: EpisodeEncoder(start, size: size), shape: start.configuration.shape(of: size))
        }
        return EpisodeFeed(0..<s.liveEpisodes) { number in
            let (live, encoder, shape) = worlds[number % worlds.count]
            // Spread evenly: staged where the share of all so far passes a whole number.
            let (staged, before) = (Float(number + 1) * s.liveStagedShare, Float(number) * s.liveStagedShare)
            let episode =
                try staged.rounded(.down) > before.rounded(.down)
                ? live.staged.episode(s.stagedEpisodes + number) : live.families.episode(s.episodes + number)
            return (encoder.encode(episode), shape)
        }
    }

    /// All episodes as the transformer of `start` sees them, a set for each size of pictures, and what is used in them marked.
    func latents(
        _ s: TrainConfiguration, _ folder: URL, _ data: TrainingData, _ start: Checkpoint
    ) throws -> [LatentSet] {
        let configuration = start.configuration
        var (sets, sizes): ([LatentSet], [PictureSize]) = ([], [])
        for (number, part) in data.parts.enumerated() {
            let size = PictureSize(width: part.source.size.width, height: part.source.size.height)
            if !sizes.contains(size) {
                sizes.append(size)
                sets.append(
                    LatentSet(shape: configuration.shape(of: size), actionSize: configuration.transformer.actionInputs))
            }
            let place = folder.appendingPathComponent(number == 0 ? "latents" : "latents/\(number)")
            let encoder = EpisodeEncoder(start, size: size)
            try fill(&sets[sizes.firstIndex(of: size)!], part, place, encoder, least: s.clipFrames)
        }
        sets.removeAll { $0.episodes.isEmpty }
        if let use = start.actionSpace.index(doing: .use) {
            for i in sets.indices { sets[i].mark(channel: use, of: start.actionSpace.channels.count) }
        }
        guard !sets.isEmpty else {
            throw FileError(
                "No episode has the \(s.clipFrames) latent frames of a clip: record longer ones, or set a smaller clipFrames."
            )
        }
        return sets
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
