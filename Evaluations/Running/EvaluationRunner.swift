import Communication
import Foundation
import Scenarios
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
    /// Those that share the groups out as they come; the first one keeps the results.
    public var processes: any Communicator = SingleProcess()
    /// Whether filmstrips are kept.
    public var keepsFrames = true
    /// What truth and cheats earn, for runners of several candidates to share.
    public var bounds = BoundCache()
    /// Records every rollout of the first noise seed.
    public var rollouts: RolloutWriter?
    /// Told what is to be said of the candidate before it is scored.
    public var remark: @Sendable (String) -> Void = { _ in }
    /// Told how far the candidate is checked.
    public var checked: @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
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

    /// The records in the plan's order; nil if cancelled, and in processes that help the first one. Until `finish`, which gets
    /// them, is done, no other run may write into the folder.
    public func run(
        progress report: @escaping @Sendable (_ done: Int, _ all: Int, _ note: String) -> Void,
        finish: ([ResultRecord]) throws -> Void = { _ in }
    ) throws -> [ResultRecord]? {
        let groups = plan.groups
        guard processes.isFirst else {
            try help(groups)
            return nil
        }
        let cases = SharedCases(processes)
        var isShared = false
        // However this one ends, the others are told.
        defer { if !isShared { cases.serve(next: { nil }, done: { _ in }) } }
        try RunMark.check(folder, candidate: candidate, plan: plan)
        try rollouts?.prepare(candidate, plan)
        do {
            let remarks = try candidate.check(groups) { done, all in
                if isCancelled() { throw CancellationError() }
                checked(done, all)
            }
            for sentence in remarks { remark(sentence) }
        } catch is CancellationError { return nil }
        try folder.create()
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        let strips = try existingStrips()
        let earlier = try finished(groups, strips)
        let state = Mutex(Progress(records: earlier))
        if earlier.count < groups.count { try folder.removeEnding() }
        try RunMark(candidate: candidate, plan: plan).write(folder)
        try folder.write(earlier.sorted { $0.key < $1.key }.flatMap(\.value))
        let (lines, stripLines) = (try LineLog(folder.results), try LineLog(folder.strips))
        report(earlier.count, groups.count, "")
        let next: @Sendable () -> Int? = {
            state.withLock { state in
                while state.records[state.next] != nil { state.next += 1 }
                guard state.failure == nil, state.next < groups.count, !isCancelled() else { return nil }
                state.next += 1
                return state.next - 1
            }
        }
        let keep: @Sendable (EvaluatedGroup) -> Void = { made in
            do {
                let done = try state.withLock { state in
                    // Whoever goes on with these records finds their strips.
                    try stripLines.append(made.strips)
                    try lines.append(made.records)
                    (state.records[made.index], state.strips[made.index]) = (made.records, made.strips)
                    return state.records.count
                }
                report(done, groups.count, groups[made.index][0].scenario)
            } catch {
                state.withLock { $0.failure = $0.failure ?? error }
            }
        }
        isShared = true
        cases.serving(next: next, done: keep) {
            onAllJobs {
                do {
                    while let index = next() { keep(try evaluated(index, groups)) }
                } catch {
                    state.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        let end = state.withLock { $0 }
        if let failure = end.failure { throw failure }
        let fresh = end.strips.sorted { $0.key < $1.key }.flatMap(\.value)
        try folder.write(Self.last(strips + fresh))
        guard end.records.count == groups.count else { return nil }
        let records = end.records.sorted { $0.key < $1.key }.flatMap(\.value)
        try folder.write(records)
        try finish(records)
        return records
    }

    private func evaluated(_ index: Int, _ groups: [[ScenarioCase]]) throws -> EvaluatedGroup {
        let evaluation = GroupEvaluation(
            candidate: candidate, seeds: plan.seeds, size: plan.size, rollouts: rollouts, bounds: bounds)
        let made = try evaluation.run(groups[index], frames: keepsFrames ? folder : nil)
        return EvaluatedGroup(index: index, records: made.records, strips: made.strips)
    }

    /// Runs `work` on all jobs at once.
    private func onAllJobs(_ work: @Sendable () -> Void) {
        guard jobs > 1 else { return work() }
        // With a job for every processor none has time to help another.
        let fills = jobs >= WorkerPool.shared.threads
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in fills ? WorkerPool.alone(work) : work() }
    }

    /// Evaluates what the first process hands out, until that has no more.
    private func help(_ groups: [[ScenarioCase]]) throws {
        let failure = Mutex<(any Error)?>(nil)
        let cases = SharedCases(processes)
        try cases.helping {
            onAllJobs {
                do {
                    while failure.withLock({ $0 == nil }), !isCancelled(), let index = cases.next(),
                        groups.indices.contains(index)
                    {
                        try cases.deliver(try evaluated(index, groups))
                    }
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }
            if let failure = failure.withLock({ $0 }) { throw failure }
        }
    }

    /// Records of groups that an earlier run of the same plan and candidate finished, by group.
    private func finished(_ groups: [[ScenarioCase]], _ strips: [FrameStrip]) throws -> [Int: [ResultRecord]] {
        guard FileManager.default.fileExists(atPath: folder.results.path),
            try RunMark.isCurrent(folder, candidate: candidate, plan: plan)
        else { return [:] }
        var byCase: [String: [ResultRecord]] = [:]
        let records = try folder.readResults()
        for record in records { byCase[record.sha, default: []].append(record) }
        // A kill may have torn the last group in two.
        let complete = FileManager.default.fileExists(atPath: folder.summary.path)
        let last = complete ? nil : records.last?.sha
        let unlisted = keepsFrames ? try Self.unlisted(strips, in: folder) : []
        var done: [Int: [ResultRecord]] = [:]
        for (index, group) in groups.enumerated() {
            let shas = group.map { CaseDigest.hash($0, size: plan.size) }
            if let last, shas.contains(last) { continue }
            // What was scored but not recorded is done again.
            if let rollouts, try !rollouts.holds(group) { continue }
            if group.contains(where: { unlisted.contains("\($0.scenario)-\($0.draw)-") }) { continue }
            let found = shas.flatMap { byCase[$0] ?? [] }
            // Older versions kept their own failures.
            if found.contains(where: \.isOfTheEvaluator) { continue }
            if shas.allSatisfy({ byCase[$0] != nil }) { done[index] = found }
        }
        return done
    }

    /// The beginnings of the names of pictures that are there but not listed: they were lost to a kill.
    private static func unlisted(_ strips: [FrameStrip], in folder: RunFolder) throws -> Set<String> {
        let listed = Set(strips.map(\.file))
        let names = try FileStatus.names(in: folder.frames).filter {
            $0.hasSuffix(".png") && !listed.contains("frames/\($0)")
        }
        return Set(names.map { $0.split(separator: "-").prefix(2).joined(separator: "-") + "-" })
    }

    private func existingStrips() throws -> [FrameStrip] {
        guard FileManager.default.fileExists(atPath: folder.strips.path) else { return [] }
        return try folder.readStrips()
    }

    /// The last of each file, in the order of their names.
    private static func last(_ strips: [FrameStrip]) -> [FrameStrip] {
        var last: [String: FrameStrip] = [:]
        for strip in strips { last[strip.file] = strip }
        return last.values.sorted { $0.file < $1.file }
    }
}
