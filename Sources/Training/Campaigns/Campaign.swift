import Foundation
import Tensors
import WorldModel

/// Trainings one after the other, in one folder and a given time, from nothing to a checkpoint that can be played.
///
/// The folder keeps what has been done and how long it took, so that the same campaign goes on where it was stopped; a stage that
/// takes more or less than its share leaves the later ones less or more. At the end of each a copy of the checkpoint is kept in
/// `stages/`.
public struct Campaign {
    public let plan: CampaignPlan
    public let seconds: Double
    /// Of one stage; the campaign sets what it trains, where, and for how long.
    private let makeRun: (TrainingPart, String) throws -> TrainingRun
    private let say: (String) -> Void
    private let directory: String
    private var url: URL { URL(fileURLWithPath: directory) }

    /// `makeRun` gives a training of a part in the folder, with device, sets and validation; `say` is told of stages.
    public init(
        _ plan: CampaignPlan, in directory: String, seconds: Double,
        makeRun: @escaping (TrainingPart, String) throws -> TrainingRun, say: @escaping (String) -> Void
    ) {
        (self.plan, self.directory, self.seconds) = (plan, directory, seconds)
        (self.makeRun, self.say) = (makeRun, say)
    }

    /// Makes all stages that are left; returns what was trained, in words. Throws `Stopped` after a signal.
    public func run() throws -> [String] {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let log = try CampaignLog.read(in: url) ?? CampaignLog(seconds: seconds)
        let names = plan.stages.map(\.part.rawValue)
        guard log.stages.map(\.part) == Array(names.prefix(log.stages.count)) else {
            throw FileError(
                "\(directory) holds a campaign of other stages (\(log.stages.map(\.part).joined(separator: ", "))): name "
                    + "another folder with --run.")
        }
        log.seconds = seconds
        for (number, stage) in plan.stages.enumerated() {
            if number < log.stages.count, log.stages[number].isDone { continue }
            try run(stage, number, log)
        }
        return zip(plan.stages, log.stages).map { stage, done in
            String(
                format: "%@: %d steps in %.0f of %.0f seconds", stage.part.rawValue, done.steps ?? 0, done.taken,
                done.seconds)
        }
    }

    private func run(_ stage: CampaignPlan.Stage, _ number: Int, _ log: CampaignLog) throws {
        let before = number < log.stages.count ? log.stages[number] : nil
        let taken = before?.taken ?? 0
        let given = plan.seconds(of: number, left: max(0, seconds - log.taken + taken))
        // However late it is, every stage makes some steps.
        var entry = CampaignLog.Stage(part: stage.part.rawValue, seconds: given, taken: taken, steps: before?.steps)
        say(
            String(
                format: "Stage %d of %d, %@: %.0f seconds", number + 1, plan.stages.count, stage.part.rawValue,
                max(0, given - taken)))
        func keep() throws {
            log.stages = log.stages.prefix(number) + [entry]
            try log.write(in: url)
        }
        var run = try makeRun(stage.part, directory)
        let budget = TimeBudget(seconds: max(1, given - taken), steps: before?.steps) { steps, elapsed in
            (entry.steps, entry.taken) = (steps, taken + elapsed)
            try keep()
        }
        run.budget = budget
        do { _ = try run.run(stage.settings) } catch {
            (entry.steps, entry.taken) = (budget.steps, taken + budget.elapsed)
            try? keep()
            throw error
        }
        let kept = url.appendingPathComponent("stages/\(number + 1)-\(stage.part)")
        try FileManager.default.createDirectory(
            at: kept.deletingLastPathComponent(), withIntermediateDirectories: true)
        // A kill may have come between the copy and the log.
        if FileManager.default.fileExists(atPath: kept.path) { try FileManager.default.removeItem(at: kept) }
        try WholeFolder.make(kept) {
            try FileManager.default.copyItem(at: url.appendingPathComponent("checkpoint"), to: $0)
        }
        (entry.steps, entry.taken, entry.isDone) = (budget.steps, taken + budget.elapsed, true)
        try keep()
    }
}
