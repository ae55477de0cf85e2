import Foundation
import Synchronization
import Tensors
import Worlds

/// A folder of recorded episodes, read where it is needed: shards are memory-mapped when first asked for.
public final class EpisodeSet: Sendable {
    public let url: URL
    public let entries: [EpisodeEntry]
    /// What its actions mean, how fast it goes and where it comes from.
    public let description: EpisodeSetDescription
    /// What the values of its actions mean.
    public var actionSpace: ActionSpace { description.actionSpace }
    /// Frames a second of world time.
    public var framesPerSecond: Double { description.framesPerSecond }
    public var count: Int { entries.count }
    private let shards = Mutex<[String: SafetensorsFile]>([:])
    private static let openShardLimit = 1024

    /// Reads the index of the set in `folder`.
    public init(_ folder: URL) throws {
        url = folder
        entries = try EpisodeIndex.read(folder).entries
        description = try EpisodeSetDescription.read(folder) ?? .older(channels: entries.first?.channels)
        let channels = description.actionSpace.channels.count
        if let other = entries.first(where: { $0.channels != channels }) {
            throw FileError(
                "\(folder.path): \(other.name) has \(other.channels) action channels and the set \(channels); record "
                    + "or import it into a set of its own."
            )
        }
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

    /// Throws unless an episode is as it was recorded: all of it, or, in sets of earlier versions, frames and actions, with the rest
    /// of it sound.
    public func verify(_ episode: Int) throws {
        try read(episode) { file, entry in
            let frames = try file.bytes(
                of: "\(entry.name)/frames", dtype: .u8, shape: [entry.frames, entry.height, entry.width, 3])
            let actions = try file.bytes(
                of: "\(entry.name)/actions", dtype: .f32, shape: [entry.frames, entry.channels])
            let sum = EpisodeEntry.checksum(actions, EpisodeEntry.checksum(frames))
            try EpisodeTensors.check(file, entry)
            let digest = try entry.digest.map { _ in try EpisodeTensors.digest(file, entry) }
            guard String(sum, radix: 16) == entry.checksum, digest == entry.digest else {
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

    /// Bytes of all shards.
    public func bytes() throws -> Int {
        try Set(entries.map(\.shard)).reduce(0) { try $0 + shard($1).size }
    }

    private func shard(_ name: String) throws -> SafetensorsFile {
        try shards.withLock { open in
            if let file = open[name] { return file }
            let index = url.appendingPathComponent(EpisodeIndex.fileName)
            let file = try SafetensorsFile(FolderName.url(name, in: url, from: index))
            if open.count >= Self.openShardLimit { open.removeAll() }
            open[name] = file
            return file
        }
    }
}
