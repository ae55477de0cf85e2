import Episodes
import ReferenceWorld
import Tensors
import Worlds

/// The clips of a quick evaluation, by number.
struct QuickClips {
    private let source: any EpisodeSource
    private let frames: Int
    /// Where the clips lie: episode and first picture; nil: a clip an episode, for ever.
    private let places: [(episode: Int, first: Int)]?

    /// Clips of `frames` pictures, at least `wanted` of them where there are so many; `source` nil: the reference world's.
    init(_ source: (any EpisodeSource)?, width: Int, height: Int, frames: Int, wanted: Int) throws {
        self.frames = frames
        guard let source else {
            self.source = ReferenceEpisodes(
                count: .max, frames: frames, width: width, height: height, firstSeed: Start.firstHeldOutSeed,
                policy: .wander)
            places = nil
            return
        }
        self.source = source
        let all = (0..<source.count).flatMap { episode in
            stride(from: 0, through: source.length(of: episode) - frames, by: frames).map { (episode, $0) }
        }
        // From all over the set, the rest in reserve for those in which nothing moves.
        let step = max(1, all.count / max(1, wanted))
        places = (0..<step).flatMap { first in stride(from: first, to: all.count, by: step).map { all[$0] } }
        guard places!.count > 1 else { throw tooFew }
    }

    /// Nil where there are no more.
    func clip(_ number: Int) throws -> Episode? {
        guard let places else { return try source.episode(number) }
        guard places.indices.contains(number) else { return nil }
        let (episode, first) = places[number]
        return try source.episode(episode, first..<first + frames, truth: false)
    }

    /// Whether the camera goes or turns in the last `ahead` pictures; where it is not known, whether these change.
    static func moves(_ clip: Episode, ahead: Int) -> Bool {
        let count = clip.frames.count
        guard clip.poses.count == count else {
            return PictureDistance.psnr(clip.frames[count - 1], clip.frames[count - ahead - 1]) < 32
        }
        let (a, b) = (clip.poses[count - ahead - 1], clip.poses[count - 1])
        let walked = ((a.x - b.x) * (a.x - b.x) + (a.z - b.z) * (a.z - b.z)).squareRoot()
        return walked > 0.5 || abs(a.yaw - b.yaw) > 0.25
    }

    var tooFew: FileError {
        FileError(
            "There are fewer than two clips of \(frames) pictures in which something moves in \(source.identity): give longer episodes."
        )
    }
}
