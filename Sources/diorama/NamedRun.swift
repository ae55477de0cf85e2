import Evaluations
import Foundation
import Tensors
import WorldModel
import Worlds

/// The evaluation that a word on the command line means: a folder that holds one, or else a checkpoint (or a world such
/// as cheat:frozen), which is run on a suite first; a run that is there already is not done again.
struct NamedRun {
    var suite: String
    var jobs: Int
    var precision = PrecisionChoice.auto
    /// Runs of one candidate against itself: 0 for A's noise seeds, 1 for those that follow them.
    var noise = 0

    /// Whether `name` is the folder of an evaluation.
    static func isFolder(_ name: String) -> Bool {
        let folder = RunFolder(URL(fileURLWithPath: name))
        return [folder.manifest, folder.results].contains { FileManager.default.fileExists(atPath: $0.path) }
    }

    func run(_ name: String) throws -> EvaluationRun {
        if Self.isFolder(name) { return try EvaluationRun(URL(fileURLWithPath: name)) }
        let isWorld = name == "reference" || name.contains(":")
        let candidate =
            try isWorld ? Candidates.world(name) : Candidates.checkpoint(name, precision: precision.resolved)
        var plan = try SuitePlan(suite: suite).plan(for: candidate)
        plan.seeds = plan.seeds.map { $0 + noise * plan.seeds.count }
        // Runs of another arithmetic are other runs.
        let arithmetic = candidate.sampler?.precision.map { $0 == "bf16" ? [] : [$0] } ?? []
        let words = [candidate.name, suite] + arithmetic + (noise == 0 ? [] : ["noise-\(noise)"])
        let file = words.joined(separator: "-").map { $0.isLetter || $0.isNumber || "-.".contains($0) ? $0 : "-" }
        let folder = RunFolder(URL(fileURLWithPath: "runs/evaluations/" + String(file)))
        var runner = EvaluationRunner(candidate: candidate, plan: plan, folder: folder)
        runner.jobs = jobs
        runner.isCancelled = { Interrupt.requested }
        Interrupt.catchSignals()
        let bar = ProgressBar(total: plan.groups.count, label: candidate.name)
        guard let records = try runner.run(progress: { bar.update($0, $2) }) else {
            bar.finish()
            throw WorldError("Stopped; the same command goes on with what is in \(folder.url.relativePath).")
        }
        bar.finish()
        try RunRecorder(folder: folder).finish(records, candidate: candidate, plan: plan)
        return try EvaluationRun(folder.url)
    }
}
