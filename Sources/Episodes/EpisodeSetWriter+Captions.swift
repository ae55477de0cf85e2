import Foundation
import Tensors
import Worlds

extension EpisodeSetWriter {
    /// Longest caption, in bytes.
    private static let longest = 4000

    /// Gives episodes of the set in `folder` captions, by their names; the others keep theirs. The index is there as it was or with all
    /// of them. Throws where the set is being recorded.
    public static func setCaptions(_ captions: [String: String], in folder: URL) throws {
        let url = folder.appendingPathComponent(EpisodeIndex.fileName)
        let lock = open(url.path, O_RDWR | O_CLOEXEC)
        if lock < 0 { throw FileError("write", url.path, errno: errno) }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw FileError("\(folder.path) is being recorded by another process; wait for it.")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        for var entry in try EpisodeIndex.read(folder).entries {
            if let caption = captions[entry.name] {
                guard caption.utf8.count <= longest else {
                    throw FileError("The caption of \(entry.name) has more than \(longest) bytes; shorten it.")
                }
                entry.caption = caption
                if entry.digest != nil {
                    let shard = try SafetensorsFile(FolderName.url(entry.shard, in: folder, from: url))
                    entry.digest = try EpisodeTensors.digest(shard, entry)
                }
            }
            lines += try encoder.encode(entry) + Data("\n".utf8)
        }
        try AtomicFile.write(lines, to: url)
    }
}
