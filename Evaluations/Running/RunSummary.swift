import Foundation

/// What records amount to: seeds, then scenarios, families and modules are averaged; the headline is the geometric mean
/// of the modules.
///
/// The scenario is the sampling unit. Families have cluster-t intervals, everything above them 10,000-fold hierarchical
/// bootstrap intervals (`ModuleSample` says of what). A single scenario says nothing of others: its interval is 0 to 1.
public struct RunSummary {
    private let records: [ResultRecord]
    private let bootstrap = Bootstrap()

    public init(_ records: [ResultRecord]) { self.records = Self.joined(records) }

    /// Clipped scores; counterbalanced cases get the lowest among their fellows and count as one run.
    private static func joined(_ records: [ResultRecord]) -> [ResultRecord] {
        var lowest: [String: ResultRecord] = [:]
        var order: [String] = []
        for var record in records where record.status != .notApplicable {
            record.score = min(1, max(0, record.score))
            let unit = record.pair ?? record.sha
            let key = [record.scenario, unit, record.metric, String(record.seed)].joined(separator: "\n")
            if let other = lowest[key] {
                if record.score < other.score { lowest[key] = record }
            } else {
                lowest[key] = record
                order.append(key)
            }
        }
        return order.compactMap { lowest[$0] }
    }

    public func summary(candidate: String, suite: String, all: [ResultRecord]) -> EvaluationSummary {
        let ofModules = records.filter { $0.column == nil && EvaluationRun.modules.contains($0.module) }
        // Prompting is a module outside the headline.
        let judged = records.filter { $0.column == nil && $0.module == PromptEvaluation.module } + ofModules
        let modules = grouped(judged) { $0.module }.mapValues { estimate($0) }
        var columns = grouped(records.filter { $0.column != nil || !modules.keys.contains($0.module) }) {
            $0.column ?? $0.module
        }.mapValues { estimate($0) }
        var metrics = grouped(records) { $0.metric }.mapValues { estimate($0) }
        // Its floors take all records, so it is no mean of their scores.
        let surprise = SurpriseScore(all, bootstrap: bootstrap)
        columns[SurpriseEvaluation.column] = surprise?.estimate(all)
        metrics[SurpriseEvaluation.metric] = surprise?.estimate(all)
        let families = grouped(judged) { $0.family }.mapValues { family($0) }
        var splits: [String: [String: Estimate]] = [:]
        for (name, part) in grouped(judged, { $0.split }) {
            splits[name] = grouped(part) { $0.module }.mapValues { estimate($0) }
        }
        splits["held_out"] = grouped(ofModules.filter(\.heldOut)) { $0.module }.mapValues { estimate($0) }
        if splits["held_out"]?.isEmpty == true { splits["held_out"] = nil }
        var failures: [String: Int] = [:]
        for record in judged where record.status != .ok {
            failures[record.reason.map { String($0.prefix { $0 != ":" }) } ?? record.status.rawValue, default: 0] += 1
        }
        let passes = grouped(ofModules) { $0.scenario + "\n" + ($0.pair ?? $0.sha) }.values.map { unit in
            unit.allSatisfy { $0.status == .ok && $0.details["met"] ?? 0 > 0 }
        }
        let unbracketed = all.filter { $0.status == .notApplicable && $0.reason?.hasPrefix("unbracketed") == true }
        return EvaluationSummary(
            candidate: candidate, suite: suite, headline: headline(ofModules), modules: modules, columns: columns,
            families: families, scenarios: grouped(judged) { $0.scenario }.mapValues { family($0) },
            metrics: metrics, splits: splits,
            worstFamily: families.min { ($0.value.score, $0.key) < ($1.value.score, $1.key) }?.key,
            gateFailureRate: Self.share(judged) { $0.status == .gateFail },
            allSeedsPassRate: Self.share(passes) { $0 }, failures: failures,
            unbracketed: Set(unbracketed.map { "\($0.scenario)/\($0.metric)" }).sorted(), surprise: surprise,
            inapplicable: Self.refusals(all))
    }

    /// Columns and modules that a candidate of this kind has nothing for, and why; nil where there are none.
    private static func refusals(_ all: [ResultRecord]) -> [String: String]? {
        let reasons = [
            SurpriseEvaluation.column: SurpriseEvaluation.refusal(all),
            PromptEvaluation.module: PromptEvaluation.refusal(all),
        ].compactMapValues { $0 }
        return reasons.isEmpty ? nil : reasons
    }

    private static func share<T>(_ items: [T], _ isOne: (T) -> Bool) -> Double {
        items.isEmpty ? 0 : Double(items.count(where: isOne)) / Double(items.count)
    }

    private func grouped(_ records: [ResultRecord], _ key: (ResultRecord) -> String) -> [String: [ResultRecord]] {
        Dictionary(grouping: records, by: key)
    }

    /// The runs of each scenario, each the mean of its metrics. Sorted, so that nothing depends on the order of hashing.
    private func sample(_ records: [ResultRecord]) -> ClusteredSample {
        let scenarios = grouped(records) { $0.scenario }.sorted { $0.key < $1.key }
        return ClusteredSample(
            scenarios.map { _, part in
                grouped(part) { ($0.pair ?? $0.sha) + "\n\($0.seed)" }.sorted { $0.key < $1.key }
                    .map { Moments($0.value.map(\.score)).mean }
            })
    }

    private func module(_ records: [ResultRecord]) -> ModuleSample {
        ModuleSample(grouped(records) { $0.family }.sorted { $0.key < $1.key }.map { sample($0.value) })
    }

    private func family(_ records: [ResultRecord]) -> Estimate {
        let sample = sample(records)
        return estimate(ScoreInterval.family(sample), records, detectable: ResolutionFloor.of(sample))
    }

    /// Mean of the families' means.
    private func estimate(_ records: [ResultRecord]) -> Estimate {
        let interval = ScoreInterval.modules([module(records)], bootstrap: bootstrap)
        return estimate(interval, records, detectable: ResolutionFloor.of(sample(records)))
    }

    private func estimate(_ interval: Interval, _ records: [ResultRecord], detectable: Double?) -> Estimate {
        Estimate(
            score: interval.estimate, low: max(0, interval.low), high: min(1, interval.high),
            n: Set(records.map(\.scenario)).count, gateFailures: records.count { $0.status == .gateFail },
            records: records.count, detectable: detectable)
    }

    private func headline(_ records: [ResultRecord]) -> Estimate {
        let modules = grouped(records) { $0.module }.sorted { $0.key < $1.key }.map { module($0.value) }
        if modules.isEmpty { return Estimate(score: 0, low: 0, high: 0, n: 0) }
        let interval = ScoreInterval.modules(modules, bootstrap: bootstrap) { Moments.geometric($0) }
        return estimate(interval, records, detectable: ResolutionFloor.of(sample(records)))
    }
}
