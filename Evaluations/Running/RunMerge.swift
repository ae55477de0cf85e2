import Foundation
import Tensors

/// Joins the shards of one evaluation into one folder.
public enum RunMerge {
    public static func merge(_ parts: [URL], into folder: RunFolder, commandLine: [String] = CommandLine.arguments)
        throws -> EvaluationSummary
    {
        var shards: [(part: Int, manifest: Manifest, folder: RunFolder)] = []
        for url in parts {
            let part = RunFolder(url)
            let manifest = try part.readManifest()
            let numbers = (manifest.shard ?? "").split(separator: "/").compactMap { Int($0) }
            guard numbers.count == 2 else {
                throw FileError("\(url.path) is not a shard: it holds a whole evaluation; leave it out.")
            }
            guard numbers[1] == parts.count else {
                throw FileError("\(url.path) is one of \(numbers[1]) shards, but \(parts.count) folders are given.")
            }
            if let other = shards.first(where: { $0.part == numbers[0] }) {
                throw FileError("\(url.path) and \(other.folder.url.path) are both shard \(manifest.shard ?? "").")
            }
            shards.append((numbers[0], manifest, part))
        }
        shards.sort { $0.part < $1.part }
        guard let first = shards.first?.manifest else { throw FileError("Give the folders of the shards to merge.") }
        for shard in shards {
            let m = shard.manifest
            guard m.candidate == first.candidate, m.modelHash == first.modelHash, m.suiteHash == first.suiteHash,
                m.seeds == first.seeds, m.probes == first.probes, (m.width, m.height) == (first.width, first.height),
                m.sampler == first.sampler
            else {
                throw FileError(
                    "\(shard.folder.url.path) is of another candidate, suite, size, seeds, probes, steps, precision or device than \(shards[0].folder.url.path)."
                )
            }
        }
        // Groups were dealt out in turn; taking them back in turn restores their order.
        var hands = try shards.map { Self.groups(try $0.folder.readResults())[...] }
        var records: [ResultRecord] = []
        while hands.contains(where: { !$0.isEmpty }) {
            for k in hands.indices { if let group = hands[k].popFirst() { records += group } }
        }
        try FileManager.default.createDirectory(at: folder.frames, withIntermediateDirectories: true)
        try AtomicFile.write(try records.reduce(into: Data()) { $0 += try JSONLines.line($1) }, to: folder.results)
        try copyFrames(shards.map(\.folder), into: folder)
        var manifest = first
        (manifest.shard, manifest.commandLine) = (nil, commandLine)
        manifest.resultsHash = try RunRecorder.hash(records)
        return try RunRecorder(folder: folder).finish(records, manifest)
    }

    /// Records in a row that belong to one case or counterbalanced pair.
    private static func groups(_ records: [ResultRecord]) -> [[ResultRecord]] {
        var groups: [[ResultRecord]] = []
        func name(_ r: ResultRecord) -> String { r.scenario + "\n" + (r.pair ?? r.sha) }
        for record in records {
            if let last = groups.last?.last, name(last) == name(record) {
                groups[groups.count - 1].append(record)
            } else {
                groups.append([record])
            }
        }
        return groups
    }

    private static func copyFrames(_ parts: [RunFolder], into folder: RunFolder) throws {
        var strips: [FrameStrip] = []
        for part in parts where FileManager.default.fileExists(atPath: part.strips.path) {
            for strip in try part.readStrips() {
                let (from, to) = (
                    part.url.appendingPathComponent(strip.file), folder.url.appendingPathComponent(strip.file)
                )
                try? FileManager.default.removeItem(at: to)
                try FileManager.default.copyItem(at: from, to: to)
                strips.append(strip)
            }
        }
        let data = try strips.sorted { $0.file < $1.file }.reduce(into: Data()) { $0 += try JSONLines.line($1) }
        try AtomicFile.write(data, to: folder.strips)
    }
}
