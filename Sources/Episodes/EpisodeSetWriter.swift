import Foundation
import Tensors
import Worlds

/// Records episodes into a folder, or goes on with a set that is there.
///
/// Episodes are gathered into shards. A shard is written atomically, then its index lines are appended and synced, so
/// that a killed recording leaves a sound set without the episodes of the shard in hand. One writer at a time.
public final class EpisodeSetWriter {
    public let url: URL
    public let description: EpisodeSetDescription
    /// Names of all episodes of the set, those in hand included.
    public private(set) var names: Set<String>
    private let episodesPerShard: Int
    private let index: Int32
    private var nextShard: Int
    private var pending: [Episode] = []
    private var pendingBytes = 0

    /// Opens the set in `folder`, making it where there is none. What a killed recording left behind is cleared away.
    ///
    /// A set that is there goes on with what `description` says of its actions and its rate, or is refused.
    public init(
        _ folder: URL, _ description: EpisodeSetDescription = .referenceWorld, episodesPerShard: Int = 8
    ) throws {
        url = folder
        self.description = description
        self.episodesPerShard = max(1, episodesPerShard)
        do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
            throw FileError("Cannot make the folder \(folder.path); check that you may write there.")
        }
        let path = folder.appendingPathComponent(EpisodeIndex.fileName).path
        index = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        if index < 0 { throw FileError("write", path, errno: errno) }
        do {
            guard flock(index, LOCK_EX | LOCK_NB) == 0 else {
                throw FileError(
                    "\(folder.path) is being recorded by another process; wait for it or choose another folder.")
            }
            let (entries, bytes) = try EpisodeIndex.read(folder)
            try Self.verify(folder)
            try description.join(folder, channels: entries.first?.channels)
            guard ftruncate(index, off_t(bytes)) == 0 else { throw FileError("write", path, errno: errno) }
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasPrefix(".shard-")
            {
                unlink(folder.appendingPathComponent(file).path)
            }
            names = Set(entries.map(\.name))
            nextShard = (entries.compactMap { Self.number($0.shard) }.max() ?? -1) + 1
        } catch {
            close(index)
            throw error
        }
    }

    deinit { close(index) }

    /// Takes an episode; writes a shard when enough are in hand.
    public func append(_ episode: Episode) throws {
        if let flaw = episode.flaw {
            throw FileError("Episode \(episode.name) cannot be added to \(url.path): \(flaw).")
        }
        guard episode.actions[0].values.count == description.actionSpace.channels.count else {
            throw FileError(
                "Episode \(episode.name) cannot be added to \(url.path): it has \(episode.actions[0].values.count) "
                    + "action channels and the set \(description.actionSpace.channels.count)."
            )
        }
        guard names.insert(episode.name).inserted else {
            throw FileError("\(url.path) already has an episode \(episode.name); choose another name.")
        }
        pending.append(episode)
        pendingBytes += episode.frames.count * episode.frames[0].pixels.count * (episode.depth.isEmpty ? 1 : 4)
        if pending.count >= episodesPerShard || pendingBytes > 512 << 20 { try flush() }
    }

    /// Writes the episodes in hand. Call it at the end.
    public func flush() throws {
        if pending.isEmpty { return }
        let shard =
            "shard-\(String(repeating: "0", count: max(0, 5 - String(nextShard).count)))\(nextShard).safetensors"
        try SafetensorsWriter.write(
            pending.flatMap { try EpisodeTensors.tensors($0) }, to: url.appendingPathComponent(shard))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        let written = try SafetensorsFile(url.appendingPathComponent(shard))
        for episode in pending {
            var entry = EpisodeEntry(episode, shard: shard, checksum: EpisodeTensors.checksum(episode))
            entry.digest = try EpisodeTensors.digest(written, entry)
            lines += try encoder.encode(entry) + Data("\n".utf8)
        }
        try appendToIndex(lines)
        nextShard += 1
        pending = []
        pendingBytes = 0
    }

    private func appendToIndex(_ lines: Data) throws {
        let path = url.appendingPathComponent(EpisodeIndex.fileName).path
        let before = lseek(index, 0, SEEK_END)
        do {
            try lines.withUnsafeBytes { bytes in
                var done = 0
                while done < bytes.count {
                    let n = write(index, bytes.baseAddress! + done, bytes.count - done)
                    if n < 0 && errno == EINTR { continue }
                    if n < 0 { throw FileError("write", path, errno: errno) }
                    done += n
                }
            }
            if fsync(index) != 0 { throw FileError("write", path, errno: errno) }
        } catch {
            ftruncate(index, before)
            throw error
        }
    }

    /// Throws where an episode that is there is not as it was recorded: whoever goes on with the set would take it for good.
    private static func verify(_ folder: URL) throws {
        let set = try EpisodeSet(folder)
        do { for i in 0..<set.count { try set.verify(i) } } catch let error as FileError {
            throw FileError(
                "\(error.description) Nothing was recorded: take the lines of damaged shards out of index.jsonl, or choose another folder."
            )
        }
    }

    /// The number of a shard of the writer's own naming.
    private static func number(_ shard: String) -> Int? {
        guard shard.hasPrefix("shard-"), shard.hasSuffix(".safetensors") else { return nil }
        return Int(shard.dropFirst(6).dropLast(12)).flatMap { (0..<shardLimit).contains($0) ? $0 : nil }
    }

    /// Larger numbers than this are not the writer's.
    private static let shardLimit = 100_000_000
}
