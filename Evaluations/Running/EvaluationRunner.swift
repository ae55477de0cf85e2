import Foundation
import Synchronization
import Tensors
import Worlds

/// Runs a plan for one candidate into a folder, on several jobs; what a killed run left is not done again.
///
/// Groups are appended to `results.jsonl` as they are finished and put in the plan's order at the end, so the files do
/// not depend on the number of jobs, on shards or on interruptions.
public struct EvaluationRunner: Sendable {
    public var candidate: any Candidate
    public var plan: EvaluationPlan
    public var folder: RunFolder
    /// Groups that run at once; by default one for each processor, which learned worlds too make the most of.
    public var jobs = Machine.threads
    /// Whether filmstrips are kept.
    public var keepsFrames = true
    /// Records every rollout of the first noise seed.
    public var rollouts: RolloutWriter?
    /// Asked between groups whether to stop early; what is done stays on disk.
    public var isCancelled: @Sendable () -> Bool = { false }

    public init(candidate: any Candidate, plan: EvaluationPlan, folder: RunFolder) {
        (self.candidate, self.plan, self.folder) = (candidate, plan, folder)
    }

    private struct Progress {
        var next = 0
        var records: [Int: [ResultRecord]] = [:]
        var strips: [Int: [FrameStrip]] = [:]
        var failure: (any Error)?
    }

    /// The records in the plan's order; nil if cancelled.
    public func run(progress report: @escaping @Sendable (_ done: Int, _ all: Int, _ note: String) -> Void) throws
        -> [ResultRecord]?
    {
        let groups = plan.groups
        try candidate.check(groups)
        try FileManager.default.createDirectory(at: folder.frames, withIntermediateDirectories: true)
        let earlier = try finished(groups)
        let state = Mutex(Progress(records: earlier))
        try rewrite(earlier.sorted { $0.key < $1.key }.flatMap(\.value))
        guard let file = FileHandle(forWritingAtPath: folder.results.path) else {
            throw FileError("Cannot write \(folder.results.path); check the folder's permissions.")
        }
        defer { try? file.close() }
        try file.seekToEnd()
        let strips = try existingStrips()
        report(earlier.count, groups.count, "")
        let work: @Sendable () -> Void = {
            while true {
                let index = state.withLock { state -> Int? in
                    while state.records[state.next] != nil { state.next += 1 }
                    guard state.failure == nil, state.next < groups.count, !isCancelled() else { return nil }
                    state.next += 1
                    return state.next - 1
                }
                guard let index else { return }
                do {
                    let evaluation = GroupEvaluation(
                        candidate: candidate, seeds: plan.seeds, size: plan.size, rollouts: rollouts)
                    let made = try evaluation.run(groups[index], frames: keepsFrames ? folder : nil)
                    let lines = try made.records.reduce(into: Data()) { $0 += try JSONLines.line($1) }
                    let done = try state.withLock { state in
                        try file.write(contentsOf: lines)
                        (state.records[index], state.strips[index]) = (made.records, made.strips)
                        return state.records.count
                    }
                    report(done, groups.count, groups[index][0].scenario)
                } catch {
                    state.withLock { $0.failure = $0.failure ?? error }
                    return
                }
            }
        }
        if jobs <= 1 {
            work()
        } else {
            // With a job for every processor none has time to help another.
            let fills = jobs >= WorkerPool.shared.threads
            DispatchQueue.concurrentPerform(iterations: jobs) { _ in fills ? WorkerPool.alone(work) : work() }
        }
        let end = state.withLock { $0 }
        if let failure = end.failure { throw failure }
        let fresh = end.strips.sorted { $0.key < $1.key }.flatMap(\.value)
        try writeStrips(strips + fresh)
        guard end.records.count == groups.count else { return nil }
        let records = end.records.sorted { $0.key < $1.key }.flatMap(\.value)
        try rewrite(records)
        return records
    }

    /// Records of groups that an earlier run of the same plan and candidate finished, by group.
    private func finished(_ groups: [[ScenarioCase]]) throws -> [Int: [ResultRecord]] {
        guard FileManager.default.fileExists(atPath: folder.results.path) else {
            try RunMark(candidate: candidate, plan: plan).write(folder)
            return [:]
        }
        try RunMark(candidate: candidate, plan: plan).check(folder)
        var byCase: [String: [ResultRecord]] = [:]
        let records = try folder.readResults()
        for record in records { byCase[record.sha, default: []].append(record) }
        // A kill may have torn the last group in two.
        let complete = FileManager.default.fileExists(atPath: folder.summary.path)
        let last = complete ? nil : records.last?.sha
        var done: [Int: [ResultRecord]] = [:]
        for (index, group) in groups.enumerated() {
            let shas = group.map { CaseDigest.hash($0, size: plan.size) }
            if let last, shas.contains(last) { continue }
            // What was scored but not recorded is done again.
            if let rollouts, !rollouts.holds(group) { continue }
            let found = shas.flatMap { byCase[$0] ?? [] }
            if shas.allSatisfy({ byCase[$0] != nil }) { done[index] = found }
        }
        return done
    }

    private func rewrite(_ records: [ResultRecord]) throws {
        let data = try records.reduce(into: Data()) { $0 += try JSONLines.line($1) }
        try AtomicFile.write(data, to: folder.results)
    }

    private func existingStrips() throws -> [FrameStrip] {
        guard FileManager.default.fileExists(atPath: folder.strips.path) else { return [] }
        return try folder.readStrips()
    }

    private func writeStrips(_ strips: [FrameStrip]) throws {
        var last: [String: FrameStrip] = [:]
        for strip in strips { last[strip.file] = strip }
        let data = try last.values.sorted { $0.file < $1.file }.reduce(into: Data()) { $0 += try JSONLines.line($1) }
        try AtomicFile.write(data, to: folder.strips)
    }
}
