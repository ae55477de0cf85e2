import Camera
import Worlds

/// Some of another source's episodes.
public struct EpisodeSelection: EpisodeSource {
    public let base: any EpisodeSource
    /// Numbers of the episodes in `base`, in the order in which they count here.
    public let indices: [Int]

    public init(_ base: any EpisodeSource, _ indices: [Int]) { (self.base, self.indices) = (base, indices) }

    public var count: Int { indices.count }
    public var actionSpace: ActionSpace { base.actionSpace }
    public var framesPerSecond: Double { base.framesPerSecond }
    public var size: (width: Int, height: Int) { base.size }
    public var camera: CameraRig? { base.camera }
    public var identity: String {
        indices == Array(0..<base.count)
            ? base.identity : "\(base.identity), of these \(indices.map(String.init).joined(separator: " "))"
    }
    public func length(of index: Int) -> Int { base.length(of: indices[index]) }
    public func episode(_ index: Int, _ range: Range<Int>?, truth: Bool) throws -> Episode {
        try base.episode(indices[index], range, truth: truth)
    }
}
