import Foundation
import Scenarios
import Worlds

/// One candidate on the cases of a group under every noise seed, with floors and ceilings.
///
/// Counterbalanced cases are right only together: floor and ceiling are those of the weaker member, so that a cheat
/// that always says "red" is worth nothing.
struct GroupEvaluation: Sendable {
    /// Least distance between the truth's value and the floor; where it is less, the metric says nothing of the case.
    static let leastSpan = 0.5

    let candidate: any Candidate
    let seeds: [Int]
    let size: (width: Int, height: Int)
    var rollouts: RolloutWriter?
    var metrics: [any Metric] = Metrics.all
    /// Shared by candidates that are run on one suite.
    var bounds = BoundCache()

    /// What a metric is measured between.
    struct Bracket {
        var floor: Double
        /// Of the truth as it is.
        var truth: Double
        /// Of the truth through the candidate's codec, but at least `leastSpan` above the floor: a poor codec makes a
        /// case hard, not absent.
        var ceiling: Double

        var tells: Bool { truth - floor >= GroupEvaluation.leastSpan }

        func score(_ value: Double) -> Double { (value - floor) / max(1e-6, ceiling - floor) }
    }

    func run(_ cases: [ScenarioCase], frames folder: RunFolder?) throws -> (
        records: [ResultRecord], strips: [FrameStrip]
    ) {
        if cases[0].isOfSurprise {
            return (try SurpriseEvaluation(candidate: candidate, seeds: seeds, size: size).run(cases), [])
        }
        if cases[0].isOfPrompting {
            return try PromptEvaluation(candidate: candidate, seeds: seeds, size: size).run(cases, frames: folder)
        }
        let truths = try cases.enumerated().map { try CaseTruth($1, size: size, member: $0) }
        let coded = try candidate.hasCodec ? truths.map { try Evidence(codedBy: candidate, $0) } : []
        let brackets = try brackets(truths, coded: coded)
        var records: [ResultRecord] = []
        var strips: [FrameStrip] = []
        for (i, truth) in truths.enumerated() {
            let sha = CaseDigest.hash(truth.scenario, size: size)
            for (k, seed) in seeds.enumerated() {
                let begin = ContinuousClock.now
                var made: [ResultRecord] = []
                var shown: Evidence?
                do {
                    let noise = EvaluationPlan.noise(truth.scenario, seed: seed)
                    let evidence = try Evidence(
                        candidate, truth, noise: noise, coded: coded.isEmpty ? nil : coded[i])
                    shown = evidence
                    made = try Measured.all(evidence, metrics: metrics).compactMap { measured in
                        brackets[measured.metric.id].map { record(truth.scenario, seed, measured, $0) }
                    }
                    let lag = try candidate.lag(of: truth)
                    if lag != 0 { for i in made.indices { made[i].details[MotionLag.detail] = Double(lag) } }
                } catch let error as FailedRollout {
                    // Whatever else goes wrong is no fault of the candidate, and nothing is scored.
                    made = try failures(truth, seed, brackets, "\(error)")
                }
                if let shown, k == 0 {
                    try rollouts?.write(shown)
                    if let folder { strips += try StripWriter(folder).write(shown, seed: seed) }
                }
                let ms = Int((ContinuousClock.now - begin) / .milliseconds(1)) / max(1, made.count)
                for var record in made {
                    (record.ms, record.sha) = (ms, sha)
                    records.append(record)
                }
            }
        }
        return (records, strips)
    }

    /// The bracket of every metric that the cases have something for.
    private func brackets(_ truths: [CaseTruth], coded: [Evidence]) throws -> [String: Bracket] {
        func lowest(_ evidence: [Evidence]) throws -> [String: Double] {
            var values: [String: Double] = [:]
            for one in evidence {
                for measured in try Measured.all(one, metrics: metrics) {
                    values[measured.metric.id] = min(values[measured.metric.id] ?? .infinity, measured.gated)
                }
            }
            return values
        }
        let known = try bounds.bounds(truths.map { CaseDigest.hash($0.scenario, size: size) }) {
            let oracle = try lowest(truths.map { Evidence(truth: $0) })
            var floors: [String: Double] = [:]
            for cheat in Cheat.floors {
                let earned = try lowest(
                    truths.map { truth in
                        try Evidence(
                            WorldCandidate(cheat), truth, noise: EvaluationPlan.noise(truth.scenario, seed: 1 << 20))
                    })
                for (id, value) in earned where !excused(id, cheat) { floors[id] = max(floors[id] ?? 0, value) }
            }
            return BoundCache.Bounds(oracle: oracle, floors: floors)
        }
        let ceilings = coded.isEmpty ? known.oracle : try lowest(coded)
        return Dictionary(
            uniqueKeysWithValues: known.oracle.map { id, truth in
                let floor = min(1, known.floors[id] ?? 0)
                return (
                    id,
                    Bracket(floor: floor, truth: truth, ceiling: max(ceilings[id] ?? truth, floor + Self.leastSpan))
                )
            })
    }

    private func excused(_ id: String, _ cheat: Cheat) -> Bool {
        metrics.first { $0.id == id }?.excuses.contains(cheat.name) ?? false
    }

    private func record(
        _ scenario: ScenarioCase, _ seed: Int, _ measured: Measured, _ bracket: Bracket
    ) -> ResultRecord {
        let (metric, measurement) = (measured.metric, measured.measurement)
        var record = plain(scenario, seed, metric, bracket)
        record.branch = measurement.branch ?? scenario.mainBranch
        record.raw = measurement.value
        record.details.merge(measurement.details) { $1 }
        record.details["met"] = ExpectedBound.met(measured, in: scenario) ? 1 : 0
        (record.perFrame, record.firstFrame) = (measurement.perFrame, measurement.firstFrame)
        for gate in measured.gates { record.gates[gate.gate] = (record.gates[gate.gate] ?? true) && gate.passed }
        if !bracket.tells { return record }
        if let failure = measured.failure {
            (record.status, record.reason) = (.gateFail, "\(failure.gate): \(failure.reason)")
        } else {
            record.score = bracket.score(measurement.value)
        }
        return record
    }

    /// A record without a measurement: of a case that failed as a whole.
    private func failures(
        _ truth: CaseTruth, _ seed: Int, _ brackets: [String: Bracket], _ reason: String
    ) throws -> [ResultRecord] {
        try Measured.all(Evidence(truth: truth), metrics: metrics).compactMap { measured in
            guard let bracket = brackets[measured.metric.id] else { return nil }
            var record = plain(truth.scenario, seed, measured.metric, bracket)
            record.branch = measured.measurement.branch ?? truth.scenario.mainBranch
            if bracket.tells { (record.status, record.reason) = (.error, reason) }
            return record
        }
    }

    private func plain(_ scenario: ScenarioCase, _ seed: Int, _ metric: any Metric, _ bracket: Bracket) -> ResultRecord
    {
        var record = ResultRecord(
            scenario: scenario.scenario, module: scenario.module, family: scenario.family, heldOut: scenario.heldOut,
            split: scenario.split.rawValue, draw: scenario.draw, seed: seed, pair: scenario.pair,
            tier: metric.tier.rawValue, metric: metric.id, column: metric.column, raw: nil, floor: bracket.floor,
            ceil: bracket.ceiling, score: 0)
        if !bracket.tells {
            record.status = .notApplicable
            record.reason = String(
                format: "unbracketed: the truth earns %.2f and the best cheat %.2f", bracket.truth, bracket.floor)
        }
        return record
    }
}
