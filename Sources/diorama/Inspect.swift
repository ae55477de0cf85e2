import ArgumentParser
import Episodes
import Foundation
import Staging
import Tensors
import WorldModel
import Worlds

/// `diorama inspect`: what an episode set, a safetensors file, a checkpoint, a scenario or a suite holds, in words.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Describe an episode set, a safetensors file, a checkpoint folder, a scenario or a suite.")

    @Argument(help: "A folder, a .safetensors file, a scenario's id or .yaml file, or a suite's name.") var path: String
    @Option(help: "Describe this episode of the set, from 0.") var episode: Int?
    @Option(help: "Describe this draw of the scenario; by default its first.") var draw: Int?
    @Option(help: "Write frames of the episode, or of the scenario's branches, to this PNG.") var filmstrip: String?
    @Option(help: "Write the episode or scenario to this video.") var mp4: String?
    @Option(help: "Enlarge pictures this many times (default: 2).") var scale: Int?
    @Flag(help: "Check the checksum of every episode.") var verify = false

    func validate() throws {
        if !(1...32).contains(scale ?? 1) { throw ValidationError("--scale must be 1 to 32.") }
        if filmstrip == nil, mp4 == nil {
            try Conflict.refuse([("--scale", scale != nil)], without: "--filmstrip or --mp4")
        }
        try OutputName.check("--filmstrip", filmstrip, endings: ["png"])
        try OutputName.check("--mp4", mp4, endings: ["mp4"])
    }

    /// What an episode set alone has, a scenario alone, or either.
    private func refuseWhatDoesNothing(with what: String, set: Bool = false, scenario: Bool = false) throws {
        try Conflict.refuse(
            [
                ("--episode", episode != nil && !set), ("--verify", verify && !set),
                ("--draw", draw != nil && !scenario), ("--filmstrip", filmstrip != nil && !set && !scenario),
                ("--mp4", mp4 != nil && !set && !scenario),
            ], of: what)
    }

    func run() throws {
        if let filmstrip { try OutputPlace.checkFile(filmstrip, "--filmstrip") }
        if let mp4 { try OutputPlace.checkFile(mp4, "--mp4") }
        let url = URL(fileURLWithPath: path)
        let files = FileManager.default
        var isFolder: ObjCBool = false
        let isThere = files.fileExists(atPath: path, isDirectory: &isFolder)
        // A name without a "/" is that of what is shipped first, whatever lies in the working directory.
        if Checkpoint.shipped.contains(path), let folder = Checkpoint.folder(named: path) {
            if isThere { print("\(path) is the shipped checkpoint; what lies here is ./\(path).") }
            return try describe(checkpoint: folder)
        }
        let isShipped = try !path.contains("/") && ScenarioReport.knows(path)
        if ScenarioLibrary.isPath(path) || !isThere || isShipped {
            if isThere, !ScenarioLibrary.isPath(path) { print("\(path) is shipped; what lies here is ./\(path).") }
            try refuseWhatDoesNothing(with: "a scenario", scenario: true)
            return try ScenarioReport(draw: draw, scale: scale ?? 2, filmstrip: filmstrip, mp4: mp4).describe(path)
        }
        if !isFolder.boolValue {
            try refuseWhatDoesNothing(with: "a file of tensors")
            return try describe(SafetensorsFile(url))
        }
        if files.fileExists(atPath: url.appendingPathComponent("index.jsonl").path) {
            try refuseWhatDoesNothing(with: "an episode set", set: true)
            return try describe(EpisodeSet(url))
        }
        try describe(checkpoint: url)
    }

    /// A checkpoint is read as every command reads it before anything is said of it.
    private func describe(checkpoint url: URL) throws {
        let files = FileManager.default
        let tensors = try files.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".safetensors") }.sorted()
        let isCheckpoint = files.fileExists(atPath: url.appendingPathComponent("config.json").path)
        guard isCheckpoint || !tensors.isEmpty else {
            throw FileError("\(path) is neither an episode set (index.jsonl) nor a checkpoint (*.safetensors).")
        }
        try refuseWhatDoesNothing(with: "a checkpoint")
        if isCheckpoint { _ = try Checkpoint(contentsOf: url) }
        print(
            "\(path): \(isCheckpoint ? "a checkpoint" : "a folder without config.json, so no checkpoint,") of "
                + "\(tensors.count) tensor files."
        )
        for name in ["config.json", "training.json", "actions.json"] {
            let place = url.appendingPathComponent(name)
            if let text = try? FileContents.text(place, what: name) {
                print("\n\(name):\n\(text.prefix(4000).trimmingCharacters(in: .whitespacesAndNewlines))")
            }
        }
        for name in tensors {
            print("")
            try describe(SafetensorsFile(url.appendingPathComponent(name)))
        }
    }

    private func describe(_ file: SafetensorsFile) throws {
        let numbers = file.names.reduce(0) { $0 + (file.info($1)?.shape.reduce(1, *) ?? 0) }
        print("\(file.url.path): \(file.names.count) tensors, \(grouped(numbers)) numbers, \(megabytes(file.size)).")
        let forms = ParameterFile.forms(of: file).map { "\(grouped($0.numbers)) as \($0.name)" }
        print("  stored: \(forms.joined(separator: ", "))")
        for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) { print("  \(key): \(value.prefix(200))") }
        for name in file.names {
            guard let (dtype, shape) = file.info(name) else { continue }
            print("  \(name)  \(dtype.rawValue)  [\(shape.map(String.init).joined(separator: ", "))]")
        }
        // Depths, which are F16, are infinite in the sky.
        for name in file.names where [.f32, .bf16].contains(file.info(name)?.dtype) {
            let count = try file.notFinite(in: name)
            if count > 0 {
                throw FileError("\(file.url.path): \(name) has \(count) numbers that are not finite; make it anew.")
            }
        }
    }

    private func describe(_ set: EpisodeSet) throws {
        if let episode { return try describe(set, episode) }
        if filmstrip != nil || mp4 != nil { throw ValidationError("Give --episode to say which one to show.") }
        let frames = set.entries.reduce(0) { $0 + $1.frames }
        let shards = Set(set.entries.map(\.shard)).sorted()
        let bytes = try set.bytes()
        print(
            "\(path): \(set.count) episodes, \(grouped(frames)) frames (\(minutes(frames, set.framesPerSecond)) at "
                + "\(EpisodeSetText.number(set.framesPerSecond)) a second), "
                + "\(shards.count) shards, \(megabytes(bytes)).")
        print(EpisodeSetText(set.description).lines.map { "  \($0)" }.joined(separator: "\n"))
        count("sizes", set.entries.map { "\($0.width)x\($0.height)" })
        count("scenes", set.entries.map(\.scene))
        count("policies", set.entries.map(\.policy))
        count("events", set.entries.flatMap { $0.events.map(\.kind) })
        if let low = set.entries.map(\.seed).min(), let high = set.entries.map(\.seed).max() {
            let heldOut = set.entries.count(where: \.heldOut)
            print("  seeds: \(low) to \(high), \(heldOut == 0 ? "none" : "\(heldOut)") held out")
        }
        if verify {
            let bar = ProgressBar(total: set.count, label: "Checking")
            for i in 0..<set.count {
                try set.verify(i)
                bar.update(i + 1)
            }
            bar.finish()
            let old = set.entries.count { $0.digest == nil }
            print("  All \(set.count) checksums are right.\(old == 0 ? "" : Self.halfVerified(old))")
        }
    }

    private func describe(_ set: EpisodeSet, _ number: Int) throws {
        let actions = try set.actions(of: number)
        let entry = set.entries[number]
        print(
            "Episode \(number), \(entry.name), in \(entry.shard): \(entry.frames) frames of \(entry.width)x\(entry.height)."
        )
        if !entry.caption.isEmpty { print("  caption: \(entry.caption)") }
        print("  scene \(entry.scene), seed \(entry.seed)\(entry.heldOut ? " (held out)" : ""), policy \(entry.policy)")
        let used = set.actionSpace.channels.enumerated().compactMap { i, channel -> String? in
            let n = actions.count { $0.values[i] != 0 }
            return n == 0 ? nil : "\(channel.name) \(n)"
        }
        print("  frames with actions: \(used.isEmpty ? "none" : used.joined(separator: ", "))")
        let poses = try set.poses(of: number)
        let walked = zip(poses, poses.dropFirst()).reduce(Float(0)) { sum, pair in
            sum
                + ((pair.1.x - pair.0.x) * (pair.1.x - pair.0.x) + (pair.1.z - pair.0.z) * (pair.1.z - pair.0.z))
                .squareRoot()
        }
        if !poses.isEmpty { print("  walked \((walked * 10).rounded() / 10) m") }
        for event in entry.events.prefix(20) {
            print("  frame \(event.frame): \(event.kind) of object \(event.object) by \(event.cause)")
        }
        if entry.events.count > 20 { print("  and \(entry.events.count - 20) more events") }
        if verify {
            try set.verify(number)
            print("  Its checksum is right.\(entry.digest == nil ? Self.halfVerified(1) : "")")
        }
        if let filmstrip {
            let shown = min(16, entry.frames)
            let frames = try (0..<shown).map { i in
                let t = shown == 1 ? 0 : i * (entry.frames - 1) / (shown - 1)
                return try set.frames(of: number, t..<(t + 1))[0]
            }
            let rows = stride(from: 0, to: shown, by: 4).map { Array(frames[$0..<min(shown, $0 + 4)]) }
            try Filmstrip.write(rows: rows, scale: scale ?? 2, to: URL(fileURLWithPath: filmstrip))
            print("  wrote \(filmstrip)")
        }
        if let mp4 {
            try VideoWriter.write(
                set.frames(of: number), to: URL(fileURLWithPath: mp4), framesPerSecond: set.framesPerSecond,
                scale: scale ?? 2)
            print("  wrote \(mp4)")
        }
    }

    /// Sets of earlier versions have checksums of frames and actions alone.
    private static func halfVerified(_ count: Int) -> String {
        " Of \(count) recorded by an earlier version they are of frames and actions; all else is of the right shape and finite."
    }

    private func count(_ what: String, _ values: [String]) {
        let counts = Dictionary(grouping: values, by: { $0.isEmpty ? "unnamed" : $0 }).mapValues(\.count)
        if counts.isEmpty { return }
        let text = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        print("  \(what): \(text.joined(separator: ", "))")
    }

    private func minutes(_ frames: Int, _ framesPerSecond: Double) -> String {
        let seconds = Int(Double(frames) / framesPerSecond)
        return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
    }

    private func megabytes(_ bytes: Int) -> String { "\((Double(bytes) / 1e5).rounded() / 10) MB" }

    private func grouped(_ n: Int) -> String {
        var text = String(n)
        var place = text.count - 3
        while place > 0 {
            text.insert(" ", at: text.index(text.startIndex, offsetBy: place))
            place -= 3
        }
        return text
    }
}
