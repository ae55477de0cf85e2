import ArgumentParser
import Foundation
import Tensors
import Training
import Worlds

/// From nothing to a checkpoint that can be played, in a given time.
struct TrainCampaign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Train all parts of a checkpoint one after the other, in a given time.",
        discussion: """
            PLAN.yaml lists the stages with their shares of the time, and settings as --config takes them:

              settings: { name: mine, width: 64, height: 48 }
              stages:
                - { train: compressor, share: 3 }
                - { train: decoder, share: 1 }
                - { train: depth, share: 1 }
                - { train: transformer, share: 6 }
                - { train: distill, share: 2 }

            The number of steps follows from the time. The same command goes on where a campaign was stopped, and a copy of the \
            checkpoint is kept at the end of every stage, in the run's stages/.

            Example:
              diorama train campaign PLAN.yaml --run runs/mine --seconds 1500
            """)

    @Argument(help: "The YAML file of stages; docs/training.md tells of it.") var plan: String
    @Option(help: "Time for all stages together.") var seconds: Double
    @Option(name: .customLong("run"), help: "The run's folder.") var directory = "runs/campaign"
    @OptionGroup var place: DeviceOption
    @Option(
        name: .customLong("episodes"),
        help: "Train on this episode set instead of the reference world: SET or SET:WEIGHT; may be repeated.")
    var episodeSets: [String] = []

    func validate() throws {
        guard (1...10_000_000).contains(seconds) else { throw ValidationError("--seconds must be 1 to 10000000.") }
    }

    func run() throws {
        Interrupt.catchSignals()
        let plan = try CampaignPlan(URL(fileURLWithPath: plan))
        let processes = try Processes.join()
        guard processes.size == 1 else {
            throw FileError("train campaign runs in one process: start it without mpirun.")
        }
        let device = try place.chosen()
        let campaign = Campaign(plan, in: directory, seconds: seconds) { part, directory in
            var run = TrainingRun(part, in: directory)
            (run.device, run.episodeSets, run.validate) = (device, episodeSets, TrainValidation.run)
            return run
        } say: {
            StandardError.write("\($0)\n")
        }
        let done = try campaign.run()
        let checkpoint = directory + (directory.hasSuffix("/") ? "" : "/") + "checkpoint"
        print(
            (done + [
                "\(checkpoint) is what came of it; walk about in it: diorama play --checkpoint \(checkpoint)"
            ]).joined(separator: "\n"))
    }
}
