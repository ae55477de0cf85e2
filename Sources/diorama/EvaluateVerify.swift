import ArgumentParser
import Evaluations
import Foundation
import Tensors
import Worlds

struct EvaluateVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Run random cases of an evaluation again and demand the same numbers.")

    @Argument(help: "The manifest.json of a run.") var manifest: String
    @OptionGroup var place: DeviceOption
    @Option(help: "How many cases or counterbalanced pairs.") var cases = 3

    func validate() throws {
        guard cases > 0 else { throw ValidationError("--cases must be at least 1") }
    }

    func run() throws {
        try place.choose()
        let folder = RunFolder(URL(fileURLWithPath: manifest).deletingLastPathComponent())
        let made = try folder.readManifest()
        guard made.sampler == nil || made.sampler?.device == CUDADevice.chosen?.name else {
            let maker = made.sampler?.device.map { "\($0): verify it there with --device cuda" }
            throw FileError(
                "\(manifest) was made on \(maker ?? "the CPU: verify it with --device cpu"), whose rounding is its own")
        }
        let candidate = try Candidates.named(
            made.candidate, steps: made.sampler?.steps,
            precision: made.sampler?.precision.flatMap { Context.Precision(rawValue: $0) } ?? .bf16)
        var plan = try SuitePlan(suite: made.suite, size: "\(made.width)x\(made.height)", shard: made.shard)
            .plan(for: candidate)
        plan.seeds = made.seeds
        let verification = RunVerification(
            candidate: candidate, plan: plan, manifest: made, records: try folder.readResults())
        let bar = ProgressBar(total: min(cases, plan.groups.count), label: "verifying")
        let differences = try verification.differences(groups: cases) { done, _ in bar.update(done) }
        bar.finish()
        guard differences.isEmpty else { throw FileError(differences.joined(separator: " ")) }
        print("\(min(cases, plan.groups.count)) of \(plan.groups.count) cases give the same numbers bit for bit.")
    }
}
