import ArgumentParser
import Episodes
import Foundation
import ReferenceWorld
import Tensors
import Worlds

extension Record {
    func pixels() throws -> (width: Int, height: Int) {
        guard let pixels = PictureSize(size, in: 16...4096, step: 1) else {
            throw ValidationError("'\(size)' is no size; write width x height in pixels, such as 128x80.")
        }
        return (pixels.width, pixels.height)
    }

    func source(_ pixels: (width: Int, height: Int)) -> ReferenceEpisodes {
        ReferenceEpisodes(
            count: episodes, frames: frames, width: pixels.width, height: pixels.height, firstSeed: seed,
            scenes: scene == "any" ? .families : scene == "staged" ? .staged : .family(scene),
            policy: Policy.Kind(rawValue: policy))
    }

    func run() async throws {
        Interrupt.catchSignals()
        let pixels = try pixels()
        let writer = try EpisodeSetWriter(URL(fileURLWithPath: output))
        try check(against: EpisodeSet(writer.url), pixels)
        let source = source(pixels)
        let missing = (0..<episodes).filter { !writer.names.contains(source.start($0).name) }
        if missing.count < episodes { print("\(episodes - missing.count) of \(episodes) episodes are already there.") }
        let bar = ProgressBar(total: missing.count, label: "Recording")
        if !missing.isEmpty { bar.update(0) }
        let make: @Sendable (Int) throws -> Episode = { try source.episode($0, truth: truth) }
        let saved = try await EpisodeRecorder.run(
            missing, jobs: jobs, into: writer, stop: { Interrupt.requested }, progress: { bar.update($0) }, make: make)
        if !missing.isEmpty { bar.finish() }
        print("\(output) has \(writer.names.count) episodes, \(saved) of them new.")
        try Interrupt.check(
            "Stopped after \(episodes - missing.count + saved) of \(episodes) episodes; the same command goes on.")
    }

    /// Refuses a set whose episodes are others than those that are asked for, or damaged.
    func check(against set: EpisodeSet, _ pixels: (width: Int, height: Int)) throws {
        var shards: Set<String> = []
        for (number, entry) in set.entries.enumerated() {
            var options: [String] = []
            if entry.frames != frames { options.append("--frames \(entry.frames)") }
            if (entry.width, entry.height) != pixels { options.append("--size \(entry.width)x\(entry.height)") }
            // Each shard is looked into once.
            if shards.insert(entry.shard).inserted, try set.depth(of: number, 0..<1).isEmpty == truth {
                options.append(truth ? "no --truth" : "--truth")
            }
            guard options.isEmpty else {
                throw FileError(
                    "\(output) has episodes that were recorded with \(options.joined(separator: ", ")): give the same, or another "
                        + "folder with --output.")
            }
        }
    }
}
