import Episodes
import Foundation
import Tensors
import Worlds

/// Episode sets: the index and a shard.
extension FuzzReader {
    static func episodes(_ folder: URL) throws -> [FuzzReader] {
        let place = folder.appendingPathComponent("set")
        let writer = try EpisodeSetWriter(place, episodesPerShard: 2)
        for number in 0..<2 { try writer.append(episode(number)) }
        try writer.flush()
        let files: [(String, String, FuzzFormat)] = [
            ("set", "set.json", .json), ("index", "index.jsonl", .jsonLines),
            ("shard", "shard-00000.safetensors", .safetensors),
        ]
        return try files.map { kind, name, format in
            let file = place.appendingPathComponent(name)
            let sound = try Data(contentsOf: file)
            return FuzzReader("episode-\(kind)", format, share: 2, seeds: [sound]) { input in
                try input.write(to: file)
                defer { try? sound.write(to: file) }
                let set = try EpisodeSet(place)
                // The writer goes by the index alone.
                if kind == "index" { try goOn(place, sound: sound) }
                for number in 0..<set.count {
                    try set.verify(number)
                    try check(try set.episode(number), set.entries[number])
                }
            }
        }
    }

    private static func episode(_ number: Int) -> Episode {
        var episode = Episode(
            name: "meadow-\(number)-wander", scene: "meadow", seed: UInt64(number), policy: "wander",
            caption: "A meadow")
        for t in 0..<2 {
            let truth = Truth(
                pose: .init(x: Float(t), y: 1.5, z: -1, yaw: 0.25, pitch: -0.5),
                intrinsics: .init(fx: 5, fy: 5, cx: 2, cy: 2), depth: [Float](repeating: 2, count: 16),
                instances: [UInt16](repeating: 1, count: 16),
                objects: [.init(id: 1, kind: "ball", position: [1, 2, 3], velocity: [0, 0, 0], state: 1)],
                events: t == 1 ? [.init(frame: 1, kind: "push", object: 1, cause: "contact")] : [])
            let picture = Frame(width: 4, height: 4, pixels: (0..<48).map { UInt8($0 * 5 + t) })
            episode.append(Observation(frame: picture, truth: truth), after: .none(), truth: true)
        }
        return episode
    }

    /// A set that can be opened for writing takes another episode and can be read afterwards.
    private static func goOn(_ place: URL, sound: Data) throws {
        // A shard that no whole line names is what a killed recording left, to be made anew.
        let text = (try? String(contentsOf: place.appendingPathComponent("index.jsonl"), encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.contains(where: { $0.contains("shard-00000") }) else { return }
        let before = Set(try FileManager.default.contentsOfDirectory(atPath: place.path))
        defer {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
            where !before.contains(name) { try? FileManager.default.removeItem(at: place.appendingPathComponent(name)) }
        }
        let shard = try Data(contentsOf: place.appendingPathComponent("shard-00000.safetensors"))
        do {
            let writer = try EpisodeSetWriter(place)
            try writer.append(episode(5))
            try writer.flush()
        } catch let error as FileError {
            // What is refused for writing may still be good enough to read.
            _ = error
            return
        }
        let now = try Data(contentsOf: place.appendingPathComponent("shard-00000.safetensors"))
        try Nonsense.unless(now == shard, "recording went over a shard that was there")
    }

    private static func check(_ episode: Episode, _ entry: EpisodeEntry) throws {
        try Nonsense.unless(
            episode.frames.count == entry.frames && episode.actions.count == entry.frames, "\(entry.frames) frames")
        try Nonsense.unless(
            episode.frames.allSatisfy { ($0.width, $0.height) == (entry.width, entry.height) }, "frames of another size"
        )
        try Nonsense.unless(
            episode.actions.allSatisfy { $0.values.allSatisfy(\.isFinite) }, "an action is not finite")
        let poses = episode.poses.flatMap { [$0.x, $0.y, $0.z, $0.yaw, $0.pitch] }
        try Nonsense.unless(poses.allSatisfy(\.isFinite), "a pose is not finite")
    }
}
