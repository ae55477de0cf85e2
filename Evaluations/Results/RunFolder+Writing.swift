import Foundation
import Tensors

/// Every file is there completely or not at all.
extension RunFolder {
    /// Makes the folder and its `frames` where they are missing.
    public func create() throws {
        if try FileStatus.of(url) == .plain { throw FileError("\(url.path) is a file; give a folder.") }
        try FolderName.requireInside(
            ["frames", "frames/strips.jsonl", "results.jsonl", "summary.json", "manifest.json", "run.json", "rows"],
            in: url)
        do { try FileManager.default.createDirectory(at: frames, withIntermediateDirectories: true) } catch {
            throw FileError("Cannot make the folder \(frames.path); check that its parent is there and writable.")
        }
        if access(url.path, W_OK) != 0 { throw FileError("write to", url.path, errno: errno) }
        if access(frames.path, W_OK) != 0 { throw FileError("write to", frames.path, errno: errno) }
    }

    /// Holds the folder, which is there, until what is returned is let go of.
    func lock() throws -> FolderLock {
        try FolderLock(
            url, busy: "\(url.path) is being written by another evaluation; wait for it, or give another --out.")
    }

    /// Takes away what is written at the end of a run, which is not there yet.
    func removeEnding() throws {
        for file in [summary, manifest] where unlink(file.path) != 0 && errno != ENOENT {
            throw FileError("replace", file.path, errno: errno)
        }
    }

    public func write(_ records: [ResultRecord]) throws { try write(lines: records, to: results) }
    public func write(_ kept: [FrameStrip]) throws { try write(lines: kept, to: strips) }
    public func write(_ object: EvaluationSummary) throws { try write(object, to: summary) }
    public func write(_ object: Manifest) throws { try write(object, to: manifest) }

    private func write(lines: [some Encodable], to file: URL) throws {
        var data = Data()
        for object in lines { data += try JSONLines.line(object) }
        try AtomicFile.write(data, to: file)
    }

    private func write(_ object: some Encodable, to file: URL) throws {
        try AtomicFile.write(JSONText.data(object) + Data("\n".utf8), to: file)
    }
}
