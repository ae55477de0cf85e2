import Camera
import Worlds

/// Episodes by number, from disk or made when they are asked for: the same number always gives the same episode.
///
/// Whatever learns or is judged takes its episodes from here, so that a recording and a live simulator are one road.
public protocol EpisodeSource: Sendable {
    /// Episodes there are, numbered from 0.
    var count: Int { get }
    /// What the values of their actions mean.
    var actionSpace: ActionSpace { get }
    /// Pictures a second.
    var framesPerSecond: Double { get }
    /// Of every picture, pixels.
    var size: (width: Int, height: Int) { get }
    /// What is known of the camera; nil: nothing.
    var camera: CameraRig? { get }
    /// Says what the episodes are: whatever changes them changes it.
    var identity: String { get }
    /// Pictures of an episode.
    func length(of index: Int) -> Int
    /// Pictures `range` of an episode, the actions that led to them and, where they are known, poses; with `truth` also depth,
    /// ids and object states where the source has them. The first action is none.
    func episode(_ index: Int, _ range: Range<Int>?, truth: Bool) throws -> Episode
}

extension EpisodeSource {
    /// A whole episode.
    public func episode(_ index: Int, truth: Bool = false) throws -> Episode {
        try episode(index, nil, truth: truth)
    }
}
