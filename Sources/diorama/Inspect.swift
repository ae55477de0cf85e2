import ArgumentParser
import Foundation
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
    @Option(help: "Enlarge pictures this many times.") var scale = 2
    @Flag(help: "Check the checksum of every episode.") var verify = false

    func validate() throws {
        if !(1...32).contains(scale) { throw ValidationError("--scale must be 1 to 32.") }
    }

    func run() throws {
        let url = URL(fileURLWithPath: path)
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if path.hasSuffix(".yaml") || !files.fileExists(atPath: path, isDirectory: &isFolder) {
            return try ScenarioReport(draw: draw, scale: scale, filmstrip: filmstrip, mp4: mp4).describe(path)
        }
        if !isFolder.boolValue { return try describe(SafetensorsFile(url)) }
        if files.fileExists(atPath: url.appendingPathComponent("index.jsonl").path) {
            return try describe(EpisodeSet(url))
        }
        let tensors = try files.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".safetensors") }.sorted()
        guard !tensors.isEmpty else {
            throw FileError("\(path) is neither an episode set (index.jsonl) nor a checkpoint (*.safetensors).")
        }
        print("\(path): a checkpoint of \(tensors.count) tensor files.")
        for name in ["config.json", "training.json", "actions.json"] {
            if let text = try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8) {
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
    }

    private func describe(_ set: EpisodeSet) throws {
        if let episode { return try describe(set, episode) }
        if filmstrip != nil || mp4 != nil { throw ValidationError("Give --episode to say which one to show.") }
        let frames = set.entries.reduce(0) { $0 + $1.frames }
        let shards = Set(set.entries.map(\.shard)).sorted()
        let bytes = try shards.reduce(0) { try $0 + SafetensorsFile(set.url.appendingPathComponent($1)).size }
        print(
            "\(path): \(set.count) episodes, \(grouped(frames)) frames (\(minutes(frames)) at 20 a second), "
                + "\(shards.count) shards, \(megabytes(bytes)).")
        count("sizes", set.entries.map { "\($0.width)x\($0.height)" })
        count("scenes", set.entries.map(\.scene))
        count("policies", set.entries.map(\.policy))
        count("events", set.entries.flatMap { $0.events.map(\.kind) })
        if let low = set.entries.map(\.seed).min(), let high = set.entries.map(\.seed).max() {
            let heldOut = set.entries.count(where: \.heldOut)
            print("  seeds: \(low) to \(high), \(heldOut == 0 ? "none" : "\(heldOut)") held out")
        }
        if verify {
            for i in 0..<set.count { try set.verify(i) }
            print("  All \(set.count) checksums are right.")
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
        if entry.channels == ActionSpace.standard.channels.count {
            let used = ActionSpace.standard.channels.enumerated().compactMap { i, channel -> String? in
                let n = actions.count { $0.values[i] != 0 }
                return n == 0 ? nil : "\(channel.name) \(n)"
            }
            print("  frames with actions: \(used.joined(separator: ", "))")
        }
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
            print("  Its checksum is right.")
        }
        if let filmstrip {
            let shown = min(16, entry.frames)
            let frames = try (0..<shown).map { i in
                let t = shown == 1 ? 0 : i * (entry.frames - 1) / (shown - 1)
                return try set.frames(of: number, t..<(t + 1))[0]
            }
            let rows = stride(from: 0, to: shown, by: 4).map { Array(frames[$0..<min(shown, $0 + 4)]) }
            try Filmstrip.write(rows: rows, scale: scale, to: URL(fileURLWithPath: filmstrip))
            print("  wrote \(filmstrip)")
        }
        if let mp4 {
            try VideoWriter.write(set.frames(of: number), to: URL(fileURLWithPath: mp4), scale: scale)
            print("  wrote \(mp4)")
        }
    }

    private func count(_ what: String, _ values: [String]) {
        let counts = Dictionary(grouping: values, by: { $0.isEmpty ? "unnamed" : $0 }).mapValues(\.count)
        if counts.isEmpty { return }
        let text = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        print("  \(what): \(text.joined(separator: ", "))")
    }

    private func minutes(_ frames: Int) -> String {
        let seconds = frames / 20
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
