import Foundation
import Scenarios
import Synchronization
import Tensors
import Worlds

/// Holds the records of a run against the plan that they are said to come from, as far as that takes no candidate: which cases there
/// are, how often, and whether scores are what their measurements amount to.
struct RecordAudit {
    let plan: EvaluationPlan

    /// What one record is the only one of.
    private struct Key: Hashable {
        var sha: String
        var seed: Int
        var metric: String
    }

    /// The first thing that is wrong, as a sentence; empty where all is as it has to be.
    func complaints(_ records: [ResultRecord]) throws -> [String] {
        let cases = Dictionary(
            plan.groups.joined().map { (CaseDigest.hash($0, size: plan.size), $0) },
            uniquingKeysWith: { first, _ in first })
        guard !cases.isEmpty else { return ["The run has no cases, so that nothing in it can be verified."] }
        var keys: Set<Key> = []
        var metrics: [String: [Int: Set<String>]] = [:]
        for (number, record) in records.enumerated() {
            let place = "results.jsonl line \(number + 1)"
            guard let scenario = cases[record.sha] else {
                return ["\(place) is of \(record.scenario), draw \(record.draw), which is no case of \(plan.suite)."]
            }
            if !plan.seeds.contains(record.seed) {
                return ["\(place) has the noise seed \(record.seed), which the manifest does not have."]
            }
            if !keys.insert(Key(sha: record.sha, seed: record.seed, metric: record.metric)).inserted {
                return ["\(place) has \(record.metric) of \(record.scenario), draw \(record.draw), a second time."]
            }
            if let field = strangeField(record, scenario) {
                return ["\(place) has another \(field) than \(record.metric) of \(record.scenario) has."]
            }
            if !isScored(record) { return ["\(place) has a score that its measurement does not amount to."] }
            metrics[record.sha, default: [:]][record.seed, default: []].insert(record.metric)
        }
        return try missing(metrics).map { [$0] } ?? []
    }

    /// The first measurement that is not there; what a case is measured by depends on its truth alone.
    private func missing(_ metrics: [String: [Int: Set<String>]]) throws -> String? {
        let groups = plan.groups
        let found = Mutex<(first: [Int: String], failure: (any Error)?)>(([:], nil))
        DispatchQueue.concurrentPerform(iterations: groups.count) { k in
            do {
                for (member, scenario) in groups[k].enumerated() {
                    let expected = try WorkerPool.alone { try self.expected(scenario, member) }
                    let own = metrics[CaseDigest.hash(scenario, size: plan.size)] ?? [:]
                    for seed in plan.seeds {
                        guard let lost = expected.subtracting(own[seed] ?? []).min() else { continue }
                        let what = "\(lost) of \(scenario.scenario), draw \(scenario.draw), seed \(seed)"
                        return found.withLock { $0.first[k] = "results.jsonl lacks \(what)." }
                    }
                }
            } catch { found.withLock { $0.failure = error } }
        }
        return try found.withLock {
            if let failure = $0.failure { throw failure }
            return $0.first.min { $0.key < $1.key }?.value
        }
    }

    private func expected(_ scenario: ScenarioCase, _ member: Int) throws -> Set<String> {
        if scenario.isOfSurprise { return [SurpriseEvaluation.metric] }
        if scenario.isOfPrompting { return [PromptEvaluation.metric] }
        let truth = try CaseTruth(scenario, size: plan.size, member: member)
        return Set(try Measured.all(Evidence(truth: truth)).map(\.metric.id))
    }

    /// The field that the case or the metric says otherwise.
    private func strangeField(_ record: ResultRecord, _ scenario: ScenarioCase) -> String? {
        let metric = Metrics.all.first { $0.id == record.metric }
        let judges = [SurpriseEvaluation.metric: SurpriseEvaluation.column, PromptEvaluation.metric: nil]
        if metric == nil, judges[record.metric] == nil { return "metric" }
        // The records of a judge of surprise are those of a group as a whole.
        let fields: [(String, Bool)] = [
            ("scenario", record.scenario == scenario.scenario), ("module", record.module == scenario.module),
            ("family", record.family == scenario.family), ("held_out", record.heldOut == scenario.heldOut),
            ("split", record.split == scenario.split.rawValue), ("draw", record.draw == scenario.draw),
            ("pair", record.pair == scenario.pair), ("tier", record.tier == (metric?.tier ?? .truth).rawValue),
            ("column", record.column == (metric.map(\.column) ?? judges[record.metric] ?? nil)),
        ]
        return fields.first { !$0.1 }?.0
    }

    /// Whether score and status agree with what was measured.
    private func isScored(_ record: ResultRecord) -> Bool {
        guard record.status == .ok else { return record.score == 0 && record.reason != nil }
        guard let raw = record.raw else { return false }
        if record.metric == SurpriseEvaluation.metric { return record.score == raw }
        guard let floor = record.floor, let ceil = record.ceil, record.gates.values.allSatisfy(\.self) else {
            return false
        }
        return record.score == GroupEvaluation.Bracket(floor: floor, truth: ceil, ceiling: ceil).score(raw)
    }
}
