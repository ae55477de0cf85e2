import Foundation
import Tensors

/// Joins the shards of one evaluation into one folder.
public enum RunMerge {
    private struct Shard {
        var part: Int
        var manifest: Manifest
        var folder: RunFolder
        var records: [ResultRecord]
        var strips: [FrameStrip]
    }

    /// All shards are read and checked before anything is written; only files of a run's own names are, in `folder` alone.
    public static func merge(_ parts: [URL], into folder: RunFolder, commandLine: [String] = CommandLine.arguments)
        throws -> EvaluationSummary
    {
        let shards = try shards(parts)
        guard let first = shards.first?.manifest else { throw FileError("Give the folders of the shards to merge.") }
        try check(folder, shards)
        // Groups were dealt out in turn; taking them back in turn restores their order.
        var hands = shards.map { groups($0.records)[...] }
        var records: [ResultRecord] = []
        while hands.contains(where: { !$0.isEmpty }) {
            for k in hands.indices { if let group = hands[k].popFirst() { records += group } }
        }
        let pictures = try pictures(shards, in: folder)
        try folder.create()
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        for (from, to) in pictures {
            try AtomicFile.write(FileContents.data(from, what: "filmstrip", limit: 256 << 20), to: to)
        }
        try folder.write(shards.flatMap(\.strips).sorted { $0.file < $1.file })
        try folder.write(records)
        var manifest = first
        (manifest.shard, manifest.commandLine) = (nil, commandLine)
        manifest.resultsHash = try RunRecorder.hash(records)
        return try RunRecorder(folder: folder).finish(records, manifest)
    }

    private static func shards(_ parts: [URL]) throws -> [Shard] {
        var shards: [Shard] = []
        for url in parts {
            let folder = RunFolder(url)
            let manifest = try folder.readManifest()
            guard let number = manifest.part else {
                throw FileError("\(url.path) is not a shard: it holds a whole evaluation; leave it out.")
            }
            guard number.of == parts.count else {
                throw FileError("\(url.path) is one of \(number.of) shards, but \(parts.count) folders are given.")
            }
            if let other = shards.first(where: { $0.part == number.part }) {
                throw FileError("\(url.path) and \(other.folder.url.path) are both shard \(manifest.shard ?? "").")
            }
            let records = try folder.readResults()
            guard try RunRecorder.hash(records) == manifest.resultsHash else {
                throw FileError("\(folder.results.path) was changed after the run; evaluate the shard again.")
            }
            let hasStrips = FileManager.default.fileExists(atPath: folder.strips.path)
            shards.append(
                Shard(
                    part: number.part, manifest: manifest, folder: folder, records: records,
                    strips: hasStrips ? try folder.readStrips() : []))
        }
        shards.sort { $0.part < $1.part }
        for shard in shards where !isSameRun(shard.manifest, shards[0].manifest) {
            throw FileError(
                "\(shard.folder.url.path) is of another candidate, suite, size, seeds, probes, steps, precision or "
                    + "device than \(shards[0].folder.url.path)."
            )
        }
        return shards
    }

    private static func isSameRun(_ a: Manifest, _ b: Manifest) -> Bool {
        a.candidate == b.candidate && a.modelHash == b.modelHash && a.codecHash == b.codecHash && a.parts == b.parts
            && a.suiteHash == b.suiteHash && a.seeds == b.seeds && a.probes == b.probes && a.width == b.width
            && a.height == b.height && a.sampler == b.sampler && a.noiseScheme == b.noiseScheme
    }

    /// Throws where the results of something else would be lost.
    private static func check(_ folder: RunFolder, _ shards: [Shard]) throws {
        let place = folder.url.resolvingSymlinksInPath().path
        if let own = shards.first(where: { $0.folder.url.resolvingSymlinksInPath().path == place }) {
            throw FileError("\(own.folder.url.path) is one of the shards; give another --out for the whole.")
        }
        guard FileManager.default.fileExists(atPath: folder.results.path) else { return }
        guard let there = try? folder.readManifest(), there.shard == nil, isSameRun(there, shards[0].manifest) else {
            throw FileError("\(folder.url.path) holds another evaluation; give another --out, or delete it.")
        }
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

    /// Where each filmstrip is and where it goes.
    private static func pictures(_ shards: [Shard], in folder: RunFolder) throws -> [(from: URL, to: URL)] {
        var names: Set<String> = []
        return try shards.flatMap { shard in
            try shard.strips.map { strip in
                guard names.insert(strip.file).inserted else {
                    throw FileError("\(shard.folder.strips.path) names \(strip.file), which is named before.")
                }
                let from = try shard.folder.picture(strip)
                guard from.pathExtension == "png",
                    (try? from.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
                else {
                    throw FileError("\(shard.folder.strips.path) names \(strip.file), which is no picture there.")
                }
                return (from, try folder.picture(strip))
            }
        }
    }
}
