import ArgumentParser
import Communication
import Evaluations
import Foundation
import Tensors
import WorldModel
import Worlds

extension EvaluateRun {
    func run() throws {
        Interrupt.catchSignals()
        if let filmstrip { try OutputTarget.checkFile(filmstrip, "--filmstrip") }
        if let out { try OutputTarget.checkFolder(out, "--out") }
        if let writeVideos { try OutputTarget.checkFolder(writeVideos, "--write-videos") }
        let processes = try Processes.join()
        let device = try place.chosen()
        let precision = precision ?? .auto
        if quick {
            guard processes.isFirst else { return }
            try QuickCommand(
                checkpoint: checkpoint ?? "small", precision: precision, device: device, steps: steps,
                clips: clips ?? 24,
                episodes: episodes, filmstrip: filmstrip, json: json
            ).run()
            return
        }
        let requirements = try require.map { try ScoreRequirement($0) }
        let candidate: any Candidate =
            if let world { try Candidates.world(world, device: device) } else {
                try Candidates.checkpoint(
                    checkpoint ?? "small", steps: steps, precision: precision.resolved(on: device), device: device)
            }
        let suite = suite ?? "smoke"
        let plan = try SuitePlan(suite: suite, size: size, seeds: seeds, shard: shard).plan(for: candidate)
        for requirement in requirements { try requirement.check(plan.cases) }
        let parts = [candidate.name, suite] + (plan.shard.map { ["shard\($0.part)of\($0.of)"] } ?? [])
        let folder = out.map { RunFolder(URL(fileURLWithPath: $0)) } ?? SuiteRun.folder(parts)
        var run = SuiteRun(candidate: candidate, plan: plan, folder: folder, jobs: jobs)
        run.keepsFrames = !noFrames
        run.rollouts = try writeVideos.map { try RolloutWriter(URL(fileURLWithPath: $0), format: videoFormat ?? .mp4) }
        run.processes = processes
        let own = try run.run()
        let others = rows ? try otherRows(candidate, plan, folder, run.bounds, device, processes) : []
        guard let summary = own else { return }
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
    func otherRows(
        _ candidate: any Candidate, _ plan: EvaluationPlan, _ folder: RunFolder, _ bounds: BoundCache,
        _ device: CUDADevice?, _ processes: any Communicator
    ) throws -> [(row: MemoryRow, summary: EvaluationSummary)] {
        try MemoryRow.allCases.compactMap { row in
            guard let rule = row.trust else { return nil }
            let other = try Candidates.checkpoint(
                "\(candidate.name)+\(rule.name)", steps: steps, precision: (precision ?? .auto).resolved(on: device),
                device: device)
            var run = SuiteRun(candidate: other, plan: plan, folder: folder.row(row), jobs: jobs)
            (run.keepsFrames, run.bounds, run.processes) = (false, bounds, processes)
            return try run.run().map { (row, $0) }
        }
    }
}
