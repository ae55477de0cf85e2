import Foundation
import Tensors

/// Recomputes what a finished evaluation says: its hashes, its summary, which records it must have, and random groups anew.
public struct RunVerification: Sendable {
    public var candidate: any Candidate
    public var plan: EvaluationPlan
    public var manifest: Manifest
    public var records: [ResultRecord]
    public var summary: EvaluationSummary

    public init(
        candidate: any Candidate, plan: EvaluationPlan, manifest: Manifest, records: [ResultRecord],
        summary: EvaluationSummary
    ) {
        (self.candidate, self.plan, self.manifest, self.records) = (candidate, plan, manifest, records)
        self.summary = summary
    }

    /// What differs, as sentences; empty where all is equal. `count` groups are run again; what `progress` throws ends it.
    public func differences(groups count: Int = 3, progress: (Int, Int) throws -> Void = { _, _ in }) throws -> [String]
    {
        var found = try changes()
        if found.isEmpty { found = try RecordAudit(plan: plan).complaints(records) }
        if found.isEmpty, summary != amount { found = ["summary.json is not what the records amount to."] }
        if !found.isEmpty { return found }
        let chosen = plan.groups.shuffled().prefix(count)
        for (k, group) in chosen.enumerated() {
            try progress(k, chosen.count)
            let again = try GroupEvaluation(candidate: candidate, seeds: plan.seeds, size: plan.size)
                .run(group, frames: nil).records
            let shas = Set(again.map(\.sha))
            if timeless(again) != timeless(records.filter { shas.contains($0.sha) }) {
                found.append("\(group[0].scenario) draw \(group[0].draw) gives other numbers.")
            }
            try progress(k + 1, chosen.count)
        }
        return found
    }

    private var amount: EvaluationSummary {
        RunSummary(records).summary(candidate: manifest.candidate, suite: manifest.suite, all: records)
    }

    /// What is not as it was when the run was made.
    private func changes() throws -> [String] {
        if try RunRecorder.hash(records) != manifest.resultsHash { return ["results.jsonl was changed after the run."] }
        let name = candidate.name
        let unequal: [(Bool, String)] = [
            (plan.hash != manifest.suiteHash, "The suite \(plan.suite) has other cases today."),
            (
                plan.cases.count != manifest.cases,
                "The suite \(plan.suite) has \(plan.cases.count) cases, and the manifest \(manifest.cases)."
            ),
            (plan.seeds != manifest.seeds, "The manifest has other noise seeds than the plan."),
            (
                !candidate.isNoisy && manifest.seeds.count != 1,
                "\(name) draws no noise, and the manifest has noise seeds."
            ),
            (candidate.modelHash != manifest.modelHash, "\(name) has other weights today."),
            (candidate.codecHash != manifest.codecHash, "\(name) has another compression network today."),
            (manifest.parts != nil && candidate.parts != manifest.parts, "\(name) has other depths or actions today."),
            (candidate.sampler != sampler, "\(name) is sampled in another way today."),
            (manifest.noiseScheme != Manifest.noiseScheme, "Noise is drawn in another way today."),
            (try ProbeFolder.shipped.hashes(of: plan.cases) != manifest.probes, "The probes have other weights today."),
        ]
        return unequal.filter(\.0).map(\.1)
    }

    /// How the run was sampled; older runs do not say in which arithmetic, which the candidate was then made for.
    private var sampler: SamplerSettings? {
        guard var made = manifest.sampler else { return nil }
        made.precision = made.precision ?? candidate.sampler?.precision
        return made
    }

    private func timeless(_ records: [ResultRecord]) -> [ResultRecord] {
        records.map { record in
            var record = record
            record.ms = 0
            return record
        }
    }
}
