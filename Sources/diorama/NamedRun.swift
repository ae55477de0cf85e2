import Evaluations
import Foundation
import Tensors
import WorldModel
import Worlds

/// The evaluation that a word on the command line means: a folder that holds one, or else a checkpoint (or a world such
/// as cheat:frozen), which is run on a suite first; a run that is there already is not done again.
struct NamedRun {
    var suite: String
    var jobs: Int?
    var precision = PrecisionChoice.auto
    /// What checkpoints are computed on; nil: the CPU.
    var device: CUDADevice?
    /// Runs of one candidate against itself: 0 for A's noise seeds, 1 for those that follow them.
    var noise = 0
    /// Shared by the runs of one comparison.
    var bounds = BoundCache()

    /// Whether `name` is the folder of an evaluation. A shipped checkpoint is none, whatever lies in the working directory: a path
    /// has a `/`.
    static func isFolder(_ name: String) -> Bool {
        if Checkpoint.shipped.contains(name) || name == "reference" { return false }
        let folder = RunFolder(URL(fileURLWithPath: name))
        return [folder.manifest, folder.results].contains { FileManager.default.fileExists(atPath: $0.path) }
    }

    func run(_ name: String) throws -> EvaluationRun {
        if Self.isFolder(name) { return try EvaluationRun(URL(fileURLWithPath: name)) }
        let candidate = try Candidates.named(name, precision: precision.resolved(on: device), device: device)
        var plan = try SuitePlan(suite: suite).plan(for: candidate)
        plan.seeds = plan.seeds.map { $0 + noise * plan.seeds.count }
        // Runs of another arithmetic, or on a GPU, are other runs.
        let sampler = candidate.sampler
        let parts = [sampler?.precision.flatMap { $0 == "bf16" ? nil : $0 }, sampler?.device].compactMap { $0 }
        // So are those of other weights in the same place.
        let folder = try SuiteRun.folder([candidate.name, suite] + parts + (noise == 0 ? [] : ["noise-\(noise)"]))
            .place(for: candidate, plan)
        var run = SuiteRun(candidate: candidate, plan: plan, folder: folder, jobs: jobs)
        run.bounds = bounds
        _ = try run.run()
        return try EvaluationRun(folder.url)
    }
}
