import ReferenceWorld
import Tensors
import WorldModel
import Worlds

/// The episodes that a captioner learns from and is judged on: scene families and staged scenes by turns, bare or as a shipped
/// checkpoint's codec gives them back.
public struct FactEpisodes: Sendable {
    /// Pictures of a clip that is judged.
    public static let clip = 31
    /// World seed of the first episode that judges.
    public static let heldOut = Start.firstHeldOutSeed + 9_000_000

    public var count: Int
    public var frames: Int
    public var firstSeed: UInt64
    /// The ways in which they are shown, by turns; nil: bare, in 128 x 80.
    public var ways: [String?] = [nil, "small", "nano"]

    public init(count: Int, frames: Int, firstSeed: UInt64, ways: [String?] = [nil, "small", "nano"]) {
        (self.count, self.frames, self.firstSeed, self.ways) = (count, frames, firstSeed, ways)
    }

    /// Pictures with their truth, `each` an episode; throws `Stopped` after a signal.
    public func examples(each: Int) throws -> [FactExample] {
        let videos = try videos()
        return try AllCores.gather(count, label: "Episodes") { index in
            try WorkerPool.alone {
                let (frames, cells, _) = try played(index, videos) { number in
                    number >= FactProbe.spacing && (number - FactProbe.spacing) % max(1, (self.frames - 5) / each) == 0
                }
                return cells.sorted { $0.key < $1.key }.map { number, cells in
                    FactExample(
                        before: shown(frames, number - FactProbe.spacing, videos[index % ways.count]),
                        now: shown(frames, number, videos[index % ways.count]), cells: cells)
                }
            }
        }.flatMap { $0 }
    }

    /// A clip of each episode, of its end.
    public func clips() throws -> [FactClip] {
        let videos = try videos()
        return try AllCores.gather(count, label: "Clips") { index in
            try WorkerPool.alone {
                let first = frames - Self.clip
                let places = ClipFacts.pictures(of: Self.clip).map { $0.now + first }
                let (frames, cells, poses) = try played(index, videos) { places.contains($0) }
                let video = videos[index % ways.count]
                let shown = (first..<frames.count).map { self.shown(frames, $0, video) }
                return FactClip(frames: shown, looks: places.compactMap { cells[$0] }, poses: Array(poses[first...]))
            }
        }
    }

    private func videos() throws -> [LatentVideo?] {
        try ways.map { way in
            try way.map { name in
                let compressor = try Checkpoint.named(name).compressor
                return LatentVideo(compressor, context: Context(compressor.store, pool: BufferPool(device: nil)))
            }
        }
    }

    private func played(
        _ index: Int, _ videos: [LatentVideo?], at isWanted: (Int) -> Bool
    ) throws -> (frames: [Frame], cells: [Int: FactCells], poses: [Truth.Pose]) {
        let size = ways[index % ways.count] == "nano" ? (width: 64, height: 48) : FactProbe.size
        let turn = index / ReferenceWorld.scenes.count
        let source = ReferenceEpisodes(
            count: 1, frames: frames, width: size.width, height: size.height, firstSeed: firstSeed + UInt64(index),
            scenes: turn % 2 == 1 ? .staged : .families)
        var (pictures, cells, poses): ([Frame], [Int: FactCells], [Truth.Pose]) = ([], [:], [])
        try source.play(0, truth: true) { world, observation, _ in
            guard let truth = observation.truth else { return }
            if isWanted(pictures.count) {
                cells[pictures.count] = FactCells(truth, world, width: size.width, height: size.height)
            }
            pictures.append(observation.frame)
            poses.append(truth.pose)
        }
        return (pictures, cells, poses)
    }

    /// As the probe reads it, after the codec.
    private func shown(_ frames: [Frame], _ number: Int, _ video: LatentVideo?) -> Frame {
        guard let video else { return FactProbe.fitted(frames[number]) }
        let n = video.compressor.configuration.temporalFactor
        let first = number / n * n
        let group = (first..<first + n).map { frames[min($0, frames.count - 1)] }
        return FactProbe.fitted(video.decode(video.encode([group]))[0][number - first])
    }
}
