import ArgumentParser
import Episodes
import Foundation
import Worlds

/// What is said of episode sets and of one of their episodes.
extension Inspect {
    func describe(_ set: EpisodeSet) throws {
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

    func describe(_ set: EpisodeSet, _ number: Int) throws {
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
        try writePictures(of: number, entry, set)
    }
}
