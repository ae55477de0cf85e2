import ArgumentParser
import Evaluations
import Foundation
import WorldModel
import Worlds

/// Runs a plan for one candidate into a folder and shows how far it is; what is done when it is stopped stays there.
struct SuiteRun {
    var candidate: any Candidate
    var plan: EvaluationPlan
    var folder: RunFolder
    /// Nil: one for each processor.
    var jobs: Int?
    var keepsFrames = true
    var rollouts: RolloutWriter?

    init(candidate: any Candidate, plan: EvaluationPlan, folder: RunFolder, jobs: Int?) {
        (self.candidate, self.plan, self.folder, self.jobs) = (candidate, plan, folder, jobs)
    }

    /// Where a run goes that was given no folder: `runs/evaluations/` and a name made of `parts`.
    static func folder(_ parts: [String]) -> RunFolder {
        let name = parts.joined(separator: "-").map { $0.isLetter || $0.isNumber || "-.".contains($0) ? $0 : "-" }
        return RunFolder(URL(fileURLWithPath: "runs/evaluations/" + String(name)))
    }

    @discardableResult func run() throws -> EvaluationSummary {
        var runner = EvaluationRunner(candidate: candidate, plan: plan, folder: folder)
        (runner.keepsFrames, runner.rollouts) = (keepsFrames, rollouts)
        if let jobs { runner.jobs = jobs }
        runner.isCancelled = { Interrupt.requested }
        Interrupt.catchSignals()
        let bar = ProgressBar(total: plan.groups.count, label: candidate.name)
        let records = try runner.run(progress: { bar.update($0, $2) })
        bar.finish()
        guard let records else {
            throw WorldError("Stopped; the same command goes on with what is in \(folder.url.relativePath).")
        }
        for complaint in records.complaints { FileHandle.standardError.write(Data("scored 0: \(complaint)\n".utf8)) }
        return try RunRecorder(folder: folder).finish(records, candidate: candidate, plan: plan)
    }
}

extension RolloutWriter.Format: ExpressibleByArgument {}
