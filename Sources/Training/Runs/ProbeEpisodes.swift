import Foundation
import ReferenceWorld
import Tensors
import WorldModel
import Worlds

/// The episodes that probes are trained and tried on: scene families and staged scenes by turns, played by habit or to show
/// every motion, bare or as a shipped checkpoint's codec gives them back.
struct ProbeEpisodes {
    /// How pictures come to the probe.
    enum Showing: Int, CaseIterable {
        case large, small, little, nano

        /// The checkpoint whose codec they go through.
        var codec: String? {
            switch self {
            case .small: "small"
            case .nano: "nano"
            default: nil
            }
        }

        var size: (width: Int, height: Int) { self == .large || self == .small ? (128, 80) : (64, 48) }
    }

    var count: Int
    var frames: Int
    var firstSeed: UInt64
    /// How all of them are shown; nil: every way, by turns.
    var showing: Showing?

    func showing(_ index: Int) -> Showing {
        showing ?? Showing(rawValue: index / ReferenceWorld.scenes.count % Showing.allCases.count)!
    }

    /// All of them; throws `Stopped` after a signal.
    func render() throws -> [ProbeEpisode] {
        let videos = try Showing.allCases.map { way -> LatentVideo? in
            guard let name = way.codec, (0..<count).contains(where: { showing($0) == way }) else { return nil }
            let compressor = try Checkpoint.named(name).compressor
            return LatentVideo(compressor, context: Context(compressor.store, pool: BufferPool(device: nil)))
        }
        return try AllCores.gather(count, label: "Episodes") { index in
            try WorkerPool.alone { try episode(index, videos[showing(index).rawValue]) }
        }
    }

    private func episode(_ index: Int, _ video: LatentVideo?) throws -> ProbeEpisode {
        let size = showing(index).size
        let turn = index / ReferenceWorld.scenes.count / Showing.allCases.count
        // Scenes and habits change from seed to seed.
        let source = ReferenceEpisodes(
            count: 1, frames: frames, width: size.width, height: size.height, firstSeed: firstSeed + UInt64(index),
            scenes: turn % 2 == 1 ? .staged : .families)
        var (pictures, truths): ([Frame], [Truth]) = ([], [])
        var prober = turn / 2 % 2 == 0 ? ProbePlayer(seed: firstSeed + UInt64(index)) : nil
        let act = prober == nil ? nil : { (world: ReferenceWorld) in prober!.action(pitch: world.pose.pitch) }
        try source.play(0, truth: true, by: act) { _, observation, _ in
            guard let truth = observation.truth else { return }
            pictures.append(observation.frame)
            truths.append(truth)
        }
        return ProbeEpisode(frames: video.map { Self.coded(pictures, $0) } ?? pictures, truths: truths)
    }

    private static func coded(_ frames: [Frame], _ video: LatentVideo) -> [Frame] {
        let n = video.compressor.configuration.temporalFactor
        return Array(
            stride(from: 0, to: frames.count, by: n).flatMap { first in
                let group = (first..<first + n).map { frames[min($0, frames.count - 1)] }
                return video.decode(video.encode([group]))[0]
            }.prefix(frames.count))
    }
}
