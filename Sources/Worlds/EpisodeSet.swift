import Foundation
import Synchronization
import Tensors

/// A folder of recorded episodes, read where it is needed: shards are memory-mapped when first asked for.
public final class EpisodeSet: Sendable {
    public let url: URL
    public let entries: [EpisodeEntry]
    public var count: Int { entries.count }
    private let shards = Mutex<[String: SafetensorsFile]>([:])
    private static let openShardLimit = 1024

    /// Reads the index of the set in `folder`.
    public init(_ folder: URL) throws {
        url = folder
        entries = try EpisodeIndex.read(folder).entries
    }

    /// The episodes that process `part` of `parts` should read: every `parts`-th.
    public func indices(part: Int, of parts: Int) -> [Int] { Array(stride(from: part, to: count, by: max(1, parts))) }

    /// Frames `range` of an episode, or all.
    public func frames(of episode: Int, _ range: Range<Int>? = nil) throws -> [Frame] {
        try read(episode) { try EpisodeTensors.frames($0, $1, checked(range, $1)) }
    }

    /// The action that led to each frame.
    public func actions(of episode: Int) throws -> [Action] { try read(episode, EpisodeTensors.actions) }

    /// One a frame, or empty where they were not recorded.
    public func poses(of episode: Int) throws -> [Truth.Pose] { try read(episode, EpisodeTensors.poses) }

    /// Metres, one map a frame of `range`, or empty where they were not recorded.
    public func depth(of episode: Int, _ range: Range<Int>? = nil) throws -> [[Float]] {
        try read(episode) { try EpisodeTensors.depth($0, $1, checked(range, $1)) }
    }

    /// One map a frame of `range`, or empty where they were not recorded.
    public func instances(of episode: Int, _ range: Range<Int>? = nil) throws -> [[UInt16]] {
        try read(episode) { try EpisodeTensors.instances($0, $1, checked(range, $1)) }
    }

    /// One list a frame, or empty where they were not recorded.
    public func objects(of episode: Int) throws -> [[Truth.ObjectState]] { try read(episode, EpisodeTensors.objects) }

    /// A whole episode with all that was recorded of it.
    public func episode(_ episode: Int) throws -> Episode {
        let entry = entries[episode]
        return Episode(
            name: entry.name, scene: entry.scene, seed: entry.seed, policy: entry.policy, caption: entry.caption,
            frames: try frames(of: episode), actions: try actions(of: episode), poses: try poses(of: episode),
            intrinsics: entry.intrinsics, events: entry.events, objects: try objects(of: episode),
            depth: try depth(of: episode), instances: try instances(of: episode))
    }

    /// Throws unless the frames and actions of an episode are those that were recorded.
    public func verify(_ episode: Int) throws {
        try read(episode) { file, entry in
            let frames = try file.bytes(
                of: "\(entry.name)/frames", dtype: .u8, shape: [entry.frames, entry.height, entry.width, 3])
            let actions = try file.bytes(
                of: "\(entry.name)/actions", dtype: .f32, shape: [entry.frames, entry.channels])
            let sum = EpisodeEntry.checksum(actions, EpisodeEntry.checksum(frames))
            guard String(sum, radix: 16) == entry.checksum else {
                throw FileError(
                    "\(entry.name) in \(file.url.path) has changed since it was recorded; record it anew.")
            }
        }
    }

    private func checked(_ range: Range<Int>?, _ entry: EpisodeEntry) throws -> Range<Int> {
        let range = range ?? 0..<entry.frames
        guard range.lowerBound >= 0, range.upperBound <= entry.frames else {
            throw FileError(
                "\(entry.name) has frames 0 to \(entry.frames - 1), not \(range.lowerBound) to \(range.upperBound - 1)."
            )
        }
        return range
    }

    private func read<R>(_ episode: Int, _ body: (SafetensorsFile, EpisodeEntry) throws -> R) throws -> R {
        guard entries.indices.contains(episode) else {
            throw FileError("\(url.path) has \(count) episodes, numbered from 0; there is no episode \(episode).")
        }
        let entry = entries[episode]
        do { return try body(shard(entry.shard), entry) } catch let error as FileError {
            throw FileError("Episode \(episode) of \(url.path) cannot be read: \(error.description)")
        }
    }

    private func shard(_ name: String) throws -> SafetensorsFile {
        try shards.withLock { open in
            if let file = open[name] { return file }
            let file = try SafetensorsFile(url.appendingPathComponent(name))
            if open.count >= Self.openShardLimit { open.removeAll() }
            open[name] = file
            return file
        }
    }
}
