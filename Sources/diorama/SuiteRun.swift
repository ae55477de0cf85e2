import ArgumentParser
import Communication
import Evaluations
import Foundation
import Synchronization
import Tensors
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
    /// Those that share the cases out.
    var processes: any Communicator = SingleProcess()
    var rollouts: RolloutWriter?
    /// What truth and cheats earn, where several candidates are run.
    var bounds = BoundCache()

    init(candidate: any Candidate, plan: EvaluationPlan, folder: RunFolder, jobs: Int?) {
        (self.candidate, self.plan, self.folder, self.jobs) = (candidate, plan, folder, jobs)
    }

    /// Where a run goes that was given no folder: `runs/evaluations/` and a name made of `parts`.
    static func folder(_ parts: [String]) -> RunFolder {
        let name = parts.joined(separator: "-").map { $0.isLetter || $0.isNumber || "-.".contains($0) ? $0 : "-" }
        return RunFolder(URL(fileURLWithPath: "runs/evaluations/" + String(name)))
    }

    /// Nil in processes that help the first one.
    func run() throws -> EvaluationSummary? {
        var runner = EvaluationRunner(candidate: candidate, plan: plan, folder: folder)
        (runner.keepsFrames, runner.rollouts, runner.bounds) = (keepsFrames, rollouts, bounds)
        runner.processes = processes
        if let jobs { runner.jobs = jobs }
        runner.isCancelled = { Interrupt.requested }
        runner.remark = { StandardError.write("\($0)\n") }
        let checking = Mutex<ProgressBar?>(nil)
        runner.checked = { done, all in
            let bar = checking.withLock { bar in
                if bar == nil { bar = ProgressBar(total: all, label: "checking recordings") }
                return bar
            }
            bar?.update(done)
            if done == all { bar?.finish() }
        }
        let bar = ProgressBar(total: plan.groups.count, label: candidate.name)
        var summary: EvaluationSummary?
        let records = try runner.run(
            progress: { bar.update($0, $2) },
            finish: { summary = try RunRecorder(folder: folder).finish($0, candidate: candidate, plan: plan) })
        bar.finish()
        if !processes.isFirst, !Interrupt.requested { return nil }
        guard let records, let summary else {
            throw Stopped(
                "Stopped before all \(plan.groups.count) cases were scored; the same command goes on with what is in "
                    + "\(folder.url.relativePath).")
        }
        for sentence in records.lags { StandardError.write("\(sentence)\n") }
        for complaint in records.complaints { StandardError.write("scored 0: \(complaint)\n") }
        return summary
    }
}

extension RolloutWriter.Format: ExpressibleByArgument {}
