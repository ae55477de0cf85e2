import ArgumentParser
import Evaluations
import Foundation
import Tensors
import WorldModel
import Worlds

struct EvaluateRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a suite for one candidate (what `diorama evaluate` does by itself).")

    @Option(help: "The suite: smoke (default), standard, full, or a suite file.") var suite: String?
    @Option(help: "A shipped checkpoint or a folder; +none, +memory or +oracle behind it says what is kept of memory.")
    var checkpoint: String?
    @Option(
        help: """
            Instead of a checkpoint: reference, cheat:NAME, coded:CHECKPOINT (the truth through its codec), or video:DIR \
            with a recorded rollout per scenario.
            """)
    var world: String?
    @Option(help: "Where results.jsonl, summary.json, manifest.json and frames go (default: runs/evaluations/...).")
    var out: String?
    @Option(help: "Noise seeds of a checkpoint (default: the suite's).") var seeds: Int?
    @Option(help: "Pictures of worlds that make any size, WIDTHxHEIGHT (default: 128x80).") var size: String?
    @Option(help: "Denoising steps of a checkpoint (default: its own).") var steps: Int?
    @Option(
        help: "Arithmetic of a checkpoint: f32, bf16, int8, or auto (default), the fastest here that keeps the quality."
    )
    var precision: PrecisionChoice?
    @OptionGroup var place: DeviceOption
    @Option(help: "Scenarios that run at once (default: one a processor); results do not depend on it.")
    var jobs: Int?
    @Option(help: "Only part i of n: i/n.") var shard: String?
    @Flag(help: "Keep no filmstrips.") var noFrames = false
    @Option(help: "Record every rollout here, with its actions; --world video:DIR scores such recordings.")
    var writeVideos: String?
    @Option(help: "What --write-videos writes: mp4 files (default), or png, folders with a picture a frame.")
    var videoFormat: RolloutWriter.Format?
    @Flag(
        help: "Also play without memory, and with all that memory shows: whose score is it? Takes three times as long.")
    var rows = false
    @Flag(help: "One JSON object.") var json = false
    @Option(help: "Exit with 1 unless met, e.g. \"headline>=0.5\" or \"causality>=0.3\".") var require: [String] = []
    @Flag(help: "No suite: PSNR of a checkpoint's next frames on held-out seeds.") var quick = false
    @Option(help: "Quick: clips to average over (default: 24).") var clips: Int?
    @Option(help: "Quick: take the clips from this episode set instead of the simulator, as of a world it never saw.")
    var episodes: String?
    @Option(help: "Quick: a filmstrip PNG of truth, codec, prediction and shuffled actions for four clips.")
    var filmstrip: String?

    func validate() throws {
        guard (1...100_000).contains(clips ?? 1) else { throw ValidationError("--clips must lie in 1...100000") }
        guard (1...64).contains(jobs ?? 1) else { throw ValidationError("--jobs must be 1 to 64") }
        guard (1...1000).contains(steps ?? 1) else { throw ValidationError("--steps must be 1 to 1000") }
        guard (1...1000).contains(seeds ?? 1) else { throw ValidationError("--seeds must be 1 to 1000") }
        guard checkpoint == nil || world == nil else { throw ValidationError("give --checkpoint or --world, not both") }
        if quick && world != nil { throw ValidationError("--quick measures a checkpoint; leave --world out") }
        for text in require { _ = try ScoreRequirement(text) }
        if let shard { _ = try SuitePlan.part(shard) }
        if let size { _ = try SuitePlan.pixels(size) }
        try OutputName.check("--filmstrip", filmstrip, endings: ["png"])
        if let (option, why) = idle { throw ValidationError("\(option) does nothing here: \(why)") }
    }

    /// An option that was given and would be dropped, and why.
    private var idle: (option: String, why: String)? {
        let ofSuites = [
            ("--suite", suite != nil), ("--size", size != nil), ("--seeds", seeds != nil), ("--out", out != nil),
            ("--shard", shard != nil), ("--jobs", jobs != nil), ("--require", !require.isEmpty),
            ("--no-frames", noFrames), ("--rows", rows), ("--write-videos", writeVideos != nil),
        ]
        if quick, let one = ofSuites.first(where: \.1) { return (one.0, "--quick runs no suite") }
        let ofQuick = [("--clips", clips != nil), ("--episodes", episodes != nil), ("--filmstrip", filmstrip != nil)]
        if !quick, let one = ofQuick.first(where: \.1) { return (one.0, "it belongs to --quick") }
        let ofCheckpoints = [
            ("--seeds", seeds != nil), ("--steps", steps != nil), ("--precision", precision != nil), ("--rows", rows),
        ]
        if let world, place.device != .cpu, !world.hasPrefix("coded:") {
            return ("--device", "nothing is computed with a model")
        }
        if world != nil, let one = ofCheckpoints.first(where: \.1) { return (one.0, "it belongs to --checkpoint") }
        return videoFormat != nil && writeVideos == nil ? ("--video-format", "it belongs to --write-videos") : nil
    }

    func run() throws {
        Interrupt.catchSignals()
        if let filmstrip { try OutputPlace.checkFile(filmstrip, "--filmstrip") }
        if let out { try OutputPlace.checkFolder(out, "--out") }
        if let writeVideos { try OutputPlace.checkFolder(writeVideos, "--write-videos") }
        try place.choose()
        let precision = precision ?? .auto
        if quick {
            try QuickCommand(
                checkpoint: checkpoint ?? "small", precision: precision, steps: steps, clips: clips ?? 24,
                episodes: episodes, filmstrip: filmstrip, json: json
            ).run()
            return
        }
        let requirements = try require.map { try ScoreRequirement($0) }
        let candidate: any Candidate =
            if let world { try Candidates.world(world) } else {
                try Candidates.checkpoint(checkpoint ?? "small", steps: steps, precision: precision.resolved)
            }
        let suite = suite ?? "smoke"
        let plan = try SuitePlan(suite: suite, size: size, seeds: seeds, shard: shard).plan(for: candidate)
        for requirement in requirements { try requirement.check(plan.cases) }
        let parts = [candidate.name, suite] + (plan.shard.map { ["shard\($0.part)of\($0.of)"] } ?? [])
        let folder = out.map { RunFolder(URL(fileURLWithPath: $0)) } ?? SuiteRun.folder(parts)
        var run = SuiteRun(candidate: candidate, plan: plan, folder: folder, jobs: jobs)
        run.keepsFrames = !noFrames
        run.rollouts = try writeVideos.map { try RolloutWriter(URL(fileURLWithPath: $0), format: videoFormat ?? .mp4) }
        let summary = try run.run()
        let others = rows ? try otherRows(candidate, plan, folder, run.bounds) : []
        print(try summary.text(json: json))
        if !json, !others.isEmpty { print("\n" + EvaluationSummary.table([(.with, summary)] + others)) }
        if !json { print("\nwrote \(folder.url.relativePath)") }
        let unmet = requirements.filter { !$0.isMet(by: summary) }
        for requirement in unmet {
            StandardError.write("not met: \(requirement.text), \(requirement.found(in: summary))\n")
        }
        if !unmet.isEmpty { throw ExitCode.failure }
    }

    /// The same plan without memory and by memory alone, in folders inside the run's.
    private func otherRows(
        _ candidate: any Candidate, _ plan: EvaluationPlan, _ folder: RunFolder, _ bounds: BoundCache
    ) throws -> [(row: MemoryRow, summary: EvaluationSummary)] {
        try MemoryRow.allCases.compactMap { row in
            guard let rule = row.trust else { return nil }
            let other = try Candidates.checkpoint(
                "\(candidate.name)+\(rule.name)", steps: steps, precision: (precision ?? .auto).resolved)
            var run = SuiteRun(candidate: other, plan: plan, folder: folder.row(row), jobs: jobs)
            (run.keepsFrames, run.bounds) = (false, bounds)
            return (row, try run.run())
        }
    }
}
