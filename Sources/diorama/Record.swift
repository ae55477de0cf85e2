import ArgumentParser
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
    @Option(help: "any or one of \(ReferenceWorld.scenes.joined(separator: ", ")).") var scene = "any"
    @Option(help: "any or one of \(Policy.Kind.allCases.map(\.rawValue).joined(separator: ", ")).") var policy = "any"
    @Option(help: "World seed of the first episode; the others follow.") var seed: UInt64 = 0
    @Flag(help: "Keep depth, instance ids and object states besides frames, actions and poses.") var truth = false
    @Option(help: "Episodes made at a time.") var jobs = 2
    @Flag(help: "Allow seeds from 1000000000 up.") var heldOut = false

    func validate() throws {
        guard ReferenceWorld.scenes.contains(scene) || scene == "any" else {
            throw ValidationError(
                "There is no scene '\(scene)'; take any or one of \(ReferenceWorld.scenes.joined(separator: ", ")).")
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

    /// Scene, policy and seed of episode `number`.
    private func plan(_ number: Int, _ pixels: (width: Int, height: Int)) -> (start: Start, kind: Policy.Kind) {
        let seed = seed + UInt64(number)
        let (scenes, kinds) = (ReferenceWorld.scenes, Policy.Kind.allCases)
        let scene = scene == "any" ? scenes[Int(seed % UInt64(scenes.count))] : scene
        let kind = Policy.Kind(rawValue: policy) ?? kinds[Int(seed / UInt64(scenes.count) % UInt64(kinds.count))]
        return (Start(scene: scene, seed: seed, width: pixels.width, height: pixels.height), kind)
    }

    func run() async throws {
        let pixels = try pixels()
        let writer = try EpisodeSetWriter(URL(fileURLWithPath: output))
        let missing = (0..<episodes).filter {
            let (start, kind) = plan($0, pixels)
            return !writer.names.contains(EpisodeRecorder.name(start, kind.rawValue))
        }
        if missing.count < episodes { print("\(episodes - missing.count) of \(episodes) episodes are already there.") }
        Interrupt.catchSignals()
        let bar = ProgressBar(total: missing.count, label: "Recording")
        if !missing.isEmpty { bar.update(0) }
        let make: @Sendable (Int) throws -> Episode = { number in try play(number, pixels) }
        let saved = try await EpisodeRecorder.run(
            missing, jobs: jobs, into: writer, stop: { Interrupt.requested }, progress: { bar.update($0) }, make: make)
        if !missing.isEmpty { bar.finish() }
        print("\(output) has \(writer.names.count) episodes, \(saved) of them new.")
        if saved < missing.count { print("Stopped early; run the same command again to go on.") }
    }

    private func play(_ number: Int, _ pixels: (width: Int, height: Int)) throws -> Episode {
        let (start, kind) = plan(number, pixels)
        var world = ReferenceWorld(truth: truth)
        var player = Policy(kind: kind, seed: start.seed)
        var episode = try EpisodeRecorder.record(
            &world, start: start, frames: frames, policyName: kind.rawValue, truth: truth
        ) { player.action(for: $0) }
        episode.caption = world.caption
        return episode
    }
}
