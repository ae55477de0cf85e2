import ArgumentParser
import Episodes
import Foundation
import ReferenceWorld
import Tensors
import Worlds

/// `diorama record`: the reference world, played by policies, as an episode set.
struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Record episodes of the reference world.",
        discussion: """
            Each seed makes one episode. Running the same command again goes on where it was stopped: episodes that are
            there are kept. Seeds from 1000000000 up are for evaluation only.

            Examples:
              diorama record --output episodes --episodes 200
              diorama record --output table --scene table --policy approachAndUse --size 64x48 --truth
              diorama inspect episodes --episode 0 --mp4 first.mp4
            """)

    @Option(help: "Folder of the episode set; made, or added to.") var output: String
    @Option(help: "Number of episodes.") var episodes = 100
    @Option(help: "Frames an episode.") var frames = 128
    @Option(help: "Width and height in pixels.") var size = "128x80"
    @Option(
        help: """
            any of the families, one of \(ReferenceWorld.scenes.joined(separator: ", ")), or staged: scenes as scenario scripts \
            furnish them, each with a player who acts on its things.
            """)
    var scene = "any"
    @Option(help: "any or one of \(Policy.Kind.allCases.map(\.rawValue).joined(separator: ", ")).") var policy = "any"
    @Option(help: "World seed of the first episode; the others follow.") var seed: UInt64 = 0
    @Flag(help: "Keep depth, instance ids and object states besides frames, actions and poses.") var truth = false
    @Option(help: "Episodes made at a time.") var jobs = 2
    @Flag(help: "Allow seeds from 1000000000 up.") var heldOut = false

    func validate() throws {
        guard ReferenceWorld.scenes.contains(scene) || scene == "any" || scene == "staged" else {
            throw ValidationError(
                "There is no scene '\(scene)'; take any, staged or one of \(ReferenceWorld.scenes.joined(separator: ", "))."
            )
        }
        guard scene != "staged" || policy == "any" else {
            throw ValidationError("Staged scenes have players of their own: leave --policy out.")
        }
        guard Policy.Kind(rawValue: policy) != nil || policy == "any" else {
            let all = Policy.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no policy '\(policy)'; take any or one of \(all).")
        }
        guard episodes > 0, (1...1_000_000).contains(frames), (1...256).contains(jobs) else {
            throw ValidationError(
                "--episodes, --frames and --jobs must be above 0, with at most 1000000 frames and 256 jobs.")
        }
        let (end, overflow) = seed.addingReportingOverflow(UInt64(episodes))
        guard !overflow else { throw ValidationError("Seed \(seed) leaves no room for \(episodes) episodes.") }
        guard heldOut || end <= Start.firstHeldOutSeed else {
            throw ValidationError(
                "Seeds from \(Start.firstHeldOutSeed) up are held out for evaluation; give --held-out if this set is never trained on."
            )
        }
        _ = try pixels()
    }

    private func pixels() throws -> (width: Int, height: Int) {
        let sides = size.split(separator: "x").compactMap { Int($0) }
        guard sides.count == 2, sides.allSatisfy((16...4096).contains) else {
            throw ValidationError("'\(size)' is no size; write width x height in pixels, such as 128x80.")
        }
        return (sides[0], sides[1])
    }

    private func source(_ pixels: (width: Int, height: Int)) -> ReferenceEpisodes {
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
    private func check(against set: EpisodeSet, _ pixels: (width: Int, height: Int)) throws {
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
