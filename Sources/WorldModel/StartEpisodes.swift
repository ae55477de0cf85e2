import Episodes
import Foundation
import Tensors
import Worlds

/// `starts/` of a checkpoint's folder: an episode set of the first pictures of its world.
enum StartEpisodes {
    static let folderName = "starts"
    /// More would take longer to read than a person waits for.
    private static let limits = (episodes: 256, frames: 65)

    /// Empty where the folder has none.
    static func read(
        _ checkpoint: URL, _ configuration: CheckpointConfiguration, _ actionSpace: ActionSpace
    ) throws -> [Episode] {
        let folder = checkpoint.appendingPathComponent(folderName)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let set = try EpisodeSet(folder)
        func refuse(_ what: String) -> FileError {
            FileError("\(folder.path) \(what): take the folder away, or train the checkpoint's starts anew.")
        }
        guard set.actionSpace == actionSpace else { throw refuse("has other actions than actions.json") }
        guard (1...limits.episodes).contains(set.count) else {
            throw refuse("has \(set.count) episodes, not 1 to \(limits.episodes)")
        }
        for entry in set.entries {
            guard (entry.width, entry.height) == configuration.pictureSize,
                entry.frames <= limits.frames
            else {
                throw refuse(
                    "has \(entry.frames) pictures of \(entry.width)x\(entry.height), not up to \(limits.frames) of "
                        + "\(configuration.pictureSize.width)x\(configuration.pictureSize.height)"
                )
            }
        }
        return try (0..<set.count).map { try set.episode($0) }
    }

    /// Writes the folder anew where it does not hold these.
    static func write(
        _ starts: [Episode], rate: Double, _ actionSpace: ActionSpace, to checkpoint: URL
    ) throws {
        let files = FileManager.default
        let folder = checkpoint.appendingPathComponent(folderName)
        if let set = try? EpisodeSet(folder), set.entries.map(\.name) == starts.map(\.name),
            set.entries.map(\.width) == starts.map({ $0.frames.first?.width })
        {
            return
        }
        try? files.removeItem(at: folder)
        guard !starts.isEmpty else { return }
        let part = checkpoint.appendingPathComponent(folderName + ".part")
        try? files.removeItem(at: part)
        do {
            let writer = try EpisodeSetWriter(
                part,
                EpisodeSetDescription(
                    actionSpace: actionSpace, framesPerSecond: rate, source: "starts of a checkpoint"))
            for start in starts { try writer.append(start) }
            try writer.flush()
        }
        try files.moveItem(at: part, to: folder)
    }
}
