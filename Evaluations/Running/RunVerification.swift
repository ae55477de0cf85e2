import Foundation
import Tensors

/// Runs random groups of a finished evaluation again and demands the same numbers.
public struct RunVerification: Sendable {
    public var candidate: any Candidate
    public var plan: EvaluationPlan
    public var manifest: Manifest
    public var records: [ResultRecord]

    public init(candidate: any Candidate, plan: EvaluationPlan, manifest: Manifest, records: [ResultRecord]) {
        (self.candidate, self.plan, self.manifest, self.records) = (candidate, plan, manifest, records)
    }

    /// What differs, as sentences; empty where all is equal.
    public func differences(groups count: Int = 3, progress: (Int, Int) -> Void = { _, _ in }) throws -> [String] {
        var found: [String] = []
        if try RunRecorder.hash(records) != manifest.resultsHash {
            found.append("results.jsonl was changed after the run.")
        }
        if plan.hash != manifest.suiteHash { found.append("The suite \(plan.suite) has other cases today.") }
        if candidate.modelHash != manifest.modelHash { found.append("\(candidate.name) has other weights today.") }
        if try ProbeFolder.shipped.hashes() != manifest.probes { found.append("The probes have other weights today.") }
        if !found.isEmpty { return found }
        let chosen = plan.groups.shuffled().prefix(count)
        for (k, group) in chosen.enumerated() {
            progress(k, chosen.count)
            let again = try GroupEvaluation(candidate: candidate, seeds: plan.seeds, size: plan.size)
                .run(group, frames: nil).records
            let shas = Set(again.map(\.sha))
            func timeless(_ records: [ResultRecord]) -> [ResultRecord] {
                records.map { record in
                    var record = record
                    record.ms = 0
                    return record
                }
            }
            if timeless(again) != timeless(records.filter { shas.contains($0.sha) }) {
                found.append("\(group[0].scenario) draw \(group[0].draw) gives other numbers.")
            }
            progress(k + 1, chosen.count)
        }
        return found
    }
}
