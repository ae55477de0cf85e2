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
}
