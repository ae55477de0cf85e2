import Foundation
import Tensors

/// A finished evaluation of one candidate, read from its folder.
public struct EvaluationRun: Sendable {
    public let folder: RunFolder
    public let manifest: Manifest
    public let summary: EvaluationSummary
    public let records: [ResultRecord]
    /// Kept filmstrips; empty where none were kept.
    public let strips: [FrameStrip]
    /// Whose score it is: this run, and those of the same checkpoint without memory and of memory alone, where there are any.
    public let rows: [(row: MemoryRow, summary: EvaluationSummary)]

    /// Reads all of `url`, a folder that `diorama evaluate` wrote; a missing or damaged file is named, and a summary that
    /// the records do not amount to.
    public init(_ url: URL) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw FileError("There is no folder \(url.path); give one that `diorama evaluate --out` wrote.")
        }
        folder = RunFolder(url)
        let begun = FileManager.default.fileExists(atPath: folder.results.path)
        if begun && !FileManager.default.fileExists(atPath: folder.manifest.path) {
            throw FileError("\(url.path) holds an evaluation that is not finished; give its command again to go on.")
        }
        manifest = try folder.readManifest()
        if let shard = manifest.shard {
            throw FileError(
                "\(url.path) holds only shard \(shard); join the shards with `diorama evaluate merge` first.")
        }
        records = try folder.readResults()
        guard records.contains(where: { $0.status != .notApplicable }) else {
            throw FileError("\(folder.results.path) holds no measurement; evaluate again.")
        }
        summary = try folder.readSummary(of: records, manifest)
        let hasStrips = FileManager.default.fileExists(atPath: folder.strips.path)
        rows = try folder.rows(summary)
        strips = hasStrips ? try folder.readStrips() : []
    }

    /// Modules of the headline, in the order in which they are always shown.
    public static let modules = ["geometry", "permanence", "causality"]

    public var name: String { manifest.candidate }
}
