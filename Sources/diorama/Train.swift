import ArgumentParser
import Evaluations
import Foundation
import Training
import Worlds

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a compression network, a transformer or a probe: on the reference world, or on recordings.",
        discussion: """
            A run lives in one folder: the checkpoint so far, a JSON-lines log, and the state to go on from. Ctrl-C, \
            SIGTERM and SIGHUP save and end, with exit status 130, 143 or 129; the same command resumes with the same \
            losses as an uninterrupted run. Train the \
            compressor first, then depth, then the transformer in the same folder; `decoder` trains \
            the compressor's decoder on so that pictures survive being coded again and again, `upsampler` what makes its pictures \
            twice as large and sharper, and `distill` makes the transformer's \
            pictures likely ones instead of the mean of all that could be, so that few denoising steps make them sharp. `trust` trains \
            what judges, cell by cell, whether what memory shows is right, on a transformer that stays as it is. `probes` \
            trains what evaluations \
            read the camera's motion with; it needs no checkpoint.

            Without --episodes the reference world is played live. --episodes SET trains on a set that `diorama record` or \
            `diorama import` made; repeat it for several, and write SET:2 to draw from one twice as often. A new run takes \
            size, actions and rate from its sets, and the pictures that play begins in.

            Examples:
              diorama train compressor --run runs/mine
              diorama train transformer --run runs/more --from small --episodes walks --episodes doors:2

            With --from a new run begins as another checkpoint. Where the configuration asks for larger pictures, longer \
            clips or a multiple of the transformer's blocks, it grows to that and at first computes what it did before.
            """)

    @Argument(help: "compressor, decoder, upsampler, depth, transformer, distill, trust or probes.") var part:
        TrainingPart
    @Option(name: .customLong("run"), help: "The run's folder.") var directory = "runs/small"
    @Option(help: "YAML file of settings; docs/training.md lists them.") var config: String?
    @OptionGroup var place: DeviceOption
    @Option(help: "Steps to train, instead of the configuration's.") var steps: Int?
    @Option(
        name: .customLong("from"),
        help: "A checkpoint that a new run goes on from: a shipped one's name or a folder. Not for train compressor.")
    var origin: String?
    @Option(
        name: .customLong("episodes"),
        help: "Train on this episode set instead of the reference world: SET or SET:WEIGHT; may be repeated.")
    var episodeSets: [String] = []

    func validate() throws {
        guard (1...100_000_000).contains(steps ?? 1) else { throw ValidationError("--steps must be 1 to 100000000.") }
        guard origin == nil || part != .probes else {
            throw ValidationError("--from is not for train probes: a probe begins from nothing.")
        }
        guard origin == nil || part != .compressor else {
            throw ValidationError("--from is not for train compressor: another compressor changes what latents mean.")
        }
        guard episodeSets.isEmpty || part != .probes else {
            throw ValidationError("--episodes is not for train probes: a probe learns from the simulator's truth.")
        }
    }

    func run() throws {
        Interrupt.catchSignals()
        var run = TrainingRun(part, in: directory)
        run.device = try place.chosen()
        (run.steps, run.origin, run.episodeSets) = (steps, origin, episodeSets)
        run.validate = TrainValidation.run
        run.keepProbe = { try ProbeFolder($1).write(motion: $0) }
        let file = try config.map { try SettingsFile(URL(fileURLWithPath: $0), keys: TrainConfiguration.keys) }
        print(words(try run.run(file)))
    }
}

extension TrainingPart: ExpressibleByArgument {}
