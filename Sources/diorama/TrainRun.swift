import ArgumentParser
import Evaluations
import Foundation
import Training
import Worlds

struct TrainRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "part", abstract: "Train one part of a checkpoint (what `diorama train PART` does).")

    @Argument(help: "compressor, decoder, upsampler, depth, transformer, distill, trust, probes or captioner.")
    var part: TrainingPart
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
        guard origin == nil || !part.isProbe else {
            throw ValidationError("--from is not for train \(part): a probe begins from nothing.")
        }
        guard origin == nil || part != .compressor else {
            throw ValidationError("--from is not for train compressor: another compressor changes what latents mean.")
        }
        guard episodeSets.isEmpty || !part.isProbe else {
            throw ValidationError("--episodes is not for train \(part): a probe learns from the simulator's truth.")
        }
    }

    func run() throws {
        Interrupt.catchSignals()
        var run = TrainingRun(part, in: directory)
        run.processes = try Processes.join()
        run.device = try place.chosen()
        (run.steps, run.origin, run.episodeSets) = (steps, origin, episodeSets)
        run.validate = TrainValidation.run
        run.motion = { try ProbeFolder.shipped.motion() }
        run.keepCaptioner = { try ProbeFolder($1).write(facts: $0) }
        run.keepProbe = { try ProbeFolder($1).write(motion: $0) }
        let file = try config.map { try SettingsFile(URL(fileURLWithPath: $0), keys: TrainConfiguration.keys) }
        let outcome = try run.run(file)
        if run.processes.isFirst { print(words(outcome)) }
    }
}

extension TrainingPart: ExpressibleByArgument {}
