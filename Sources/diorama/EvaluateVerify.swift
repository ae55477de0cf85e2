import ArgumentParser
import Evaluations
import Foundation
import Tensors
import Worlds

struct EvaluateVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Run random cases of an evaluation again and demand the same numbers.",
        discussion: """
            All that takes no candidate is computed anew: hashes, which records there must be, their scores, the summary. \
            Of the measurements themselves only those of --cases cases are made again.
            """)

    @Argument(help: "The manifest.json of a run.") var manifest: String
    @OptionGroup var place: DeviceOption
    @Option(help: "How many cases or counterbalanced pairs.") var cases = 3

    func validate() throws {
        guard cases > 0 else { throw ValidationError("--cases must be at least 1") }
    }

    func run() throws {
        Interrupt.catchSignals()
        let device = try place.chosen()
        let file = URL(fileURLWithPath: manifest)
        guard file.lastPathComponent == "manifest.json" else {
            throw FileError("\(manifest) is not the manifest.json of a run; give that.")
        }
        let folder = RunFolder(file.deletingLastPathComponent())
        let made = try folder.readManifest()
        guard made.sampler == nil || made.sampler?.device == device?.name else {
            let maker = made.sampler?.device.map { "\($0): verify it there with --device cuda" }
            throw FileError(
                "\(manifest) was made on \(maker ?? "the CPU: verify it with --device cpu"), whose rounding is its own")
        }
        let candidate = try Candidates.named(
            made.candidate, steps: made.sampler?.steps,
            precision: made.sampler?.precision.flatMap { Context.Precision(rawValue: $0) } ?? .bf16, device: device)
        let size = "\(made.width)x\(made.height)"
        var plan = try SuitePlan(suite: made.suite, size: candidate.size == nil ? size : nil, shard: made.shard)
            .plan(for: candidate)
        guard plan.size == (made.width, made.height) else {
            throw FileError(
                "\(manifest) is of pictures of \(size), and \(candidate.name) makes \(plan.size.width)x\(plan.size.height)."
            )
        }
        plan.seeds = made.seeds
        let verification = RunVerification(
            candidate: candidate, plan: plan, manifest: made, records: try folder.readResults(),
            summary: try folder.readSummary())
        let bar = ProgressBar(total: min(cases, plan.groups.count), label: "verifying")
        let differences = try verification.differences(groups: cases) { done, all in
            bar.update(done)
            try Interrupt.check("Stopped after \(done) of \(all) cases; the same command begins anew.")
        }
        bar.finish()
        guard differences.isEmpty else { throw FileError(differences.joined(separator: " ")) }
        print("\(min(cases, plan.groups.count)) of \(plan.groups.count) cases give the same numbers bit for bit.")
    }
}
