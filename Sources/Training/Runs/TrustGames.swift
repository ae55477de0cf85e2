import Foundation
import Tensors
import WorldModel
import Worlds

/// Games that a checkpoint plays along true episodes, kept on disk as what its trust head learns from.
struct TrustGames {
    private let data: TrainingData
    private let collector: TrustCollector
    private let origin: String
    private let hasHead: Bool

    /// Latent frames that are made in one game; an episode has two.
    private static let steps = 13
    /// The first picture of each game that is made, apart from a random part.
    private static let starts = [9, 41]

    init(_ data: TrainingData, of checkpoint: Checkpoint, judgedBy shape: TrustConfiguration) {
        self.data = data
        hasHead = checkpoint.trust != nil
        collector = TrustCollector(
            checkpoint, shape: shape, precision: PrecisionChoice.auto.resolved(on: checkpoint.device))
        origin =
            "\(data.parts.map(\.source.identity).joined(separator: "; ")); transformer "
            + "\(checkpoint.transformer.store.fingerprint), blocks \(shape.blocks), pass \(shape.pass)"
    }

    /// The files of `count` episodes; what is there already is not made again.
    func play(into folder: URL, count: Int) throws -> [URL] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = try AllCores.gather(count, label: "Games") { index in
            let url = folder.appendingPathComponent("\(index).safetensors")
            if !TrustSet.holds(url, origin: origin) {
                try WorkerPool.alone { try TrustSet.write(play(index), origin: origin, to: url) }
            }
            return url
        }
        // Of an episode that is too short for a game there is none.
        let made = files.filter { FileManager.default.fileExists(atPath: $0.path) }
        guard made.count >= 10 else {
            throw FileError(
                "Only \(made.count) episodes have the \(Self.starts[0] + 17) pictures that a game may need, and "
                    + "training takes 10: record longer ones, or raise trustEpisodes."
            )
        }
        return made
    }

    /// Parts of the data by turns. An oracle of a tolerance that changes from game to game decides meanwhile what is kept, in a
    /// quarter of the games the checkpoint itself (seven of ten, once it has a head).
    private func play(_ index: Int) throws -> [TrustExample] {
        var random = PhiloxGenerator(seed: 0x7257, stream: UInt64(index))
        let source = data.parts[index % data.parts.count].source
        let episode = try source.episode(index / data.parts.count % source.count, truth: false)
        return try Self.starts.enumerated().flatMap { game, first in
            let start = first + 2 * Int(random.next() % 8)
            let own = random.uniform() < (hasHead ? 0.7 : 0.25)
            let tolerance = 20 + 20 * random.uniform()
            guard start < episode.frames.count else { return [TrustExample]() }
            return try collector.examples(
                episode.frames, episode.actions, pitch: episode.poses.first?.pitch, from: start, steps: Self.steps,
                rule: own ? .learned : .oracle(tolerance: tolerance), seed: UInt64(index * 2 + game))
        }
    }
}
