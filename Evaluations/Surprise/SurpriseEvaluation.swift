import Scenarios
import Worlds

extension ScenarioCase {
    /// Whether it is shown to a judge instead of played by a candidate.
    var isOfSurprise: Bool { module == SurpriseEvaluation.column }
    /// Whether a candidate plays it.
    var isPlayed: Bool { !isOfSurprise && !isOfPrompting }
}

/// Violation of expectation on one quadruplet under every noise seed: is a checkpoint more surprised by what cannot be
/// than by what can?
///
/// Its records hold outcomes alone; `SurpriseScore` sets them against their floors, which take all quadruplets.
struct SurpriseEvaluation: Sendable {
    static let column = "surprise"
    static let metric = "surprise"
    /// Energies of lawful and unlawful clips may differ by this share.
    static let tolerance = 0.02

    private static let refusalCode = "checkpoints: "

    let candidate: any Candidate
    let seeds: [Int]
    let size: (width: Int, height: Int)

    /// Why none of the records is a measurement, where the candidate is of a kind that cannot be surprised.
    static func refusal(_ records: [ResultRecord]) -> String? {
        records.refusal(of: metric, code: refusalCode)
    }

    /// A record for every case and seed; the members of a pair have equal ones, for they are one quadruplet.
    func run(_ group: [ScenarioCase]) throws -> [ResultRecord] {
        try seeds.flatMap { seed in
            let begin = ContinuousClock.now
            var made = try record(group, seed)
            made.ms = Int((ContinuousClock.now - begin) / .milliseconds(1)) / group.count
            return group.map { scenario in
                var record = made
                record.sha = CaseDigest.hash(scenario, size: size)
                return record
            }
        }
    }

    private func record(_ group: [ScenarioCase], _ seed: Int) throws -> ResultRecord {
        let scenario = group[0]
        var record = ResultRecord(
            scenario: scenario.scenario, module: scenario.module, family: scenario.family, heldOut: scenario.heldOut,
            split: scenario.split.rawValue, draw: scenario.draw, seed: seed, pair: scenario.pair,
            branch: scenario.mainBranch, tier: Tier.truth.rawValue, metric: Self.metric, column: Self.column, raw: nil,
            score: 0)
        func uncounted(_ reason: String) -> ResultRecord {
            (record.status, record.reason) = (.notApplicable, reason)
            return record
        }
        guard let judge = candidate.surpriseJudge(noise: EvaluationPlan.noise(scenario, seed: seed)) else {
            return uncounted(
                "\(Self.refusalCode)\(candidate.name) has no transformer whose error would be its surprise")
        }
        let quadruplet = try SurpriseQuadruplet(group, size: size, stride: judge.stride)
        let mismatch = quadruplet.mismatch
        record.details["energy_mismatch"] = mismatch
        if !quadruplet.isSeamless { return uncounted("unmatched: the worlds differ in sight at the change") }
        if mismatch > Self.tolerance { return uncounted("unmatched: energies differ by more than 2%") }
        try measure(quadruplet, judge, &record)
        return record
    }

    private func measure(
        _ quadruplet: SurpriseQuadruplet, _ judge: any SurpriseJudge, _ record: inout ResultRecord
    ) throws {
        var (readings, recoloured): ([[SurpriseReading]], [Double]) = ([], [])
        let endings = quadruplet.worlds.map(quadruplet.ending)
        for (k, world) in quadruplet.worlds.enumerated() {
            readings.append(try judge.surprise(at: endings, after: quadruplet.start(world)))
            if let odd = try quadruplet.recoloured(k) {
                let reading = try judge.surprise(at: [quadruplet.ending(odd)], after: quadruplet.start(odd))[0]
                recoloured.append(SurprisePair.outcome(reading.values, readings[k][k].values))
            }
        }
        let pairs = (0..<2).map { SurprisePair(lawful: readings[$0][$0], unlawful: readings[1 - $0][$0]) }
        for pair in 0..<2 {
            let measures = [pair, 1 - pair].map {
                PixelMeasures.all(quadruplet.judged($0, ending: pair), begin: quadruplet.worlds[$0].frames[0])
            }
            for (m, name) in PixelMeasures.names.enumerated() {
                record.details[SurpriseOutcome.pixelKey(name, pair: pair)] = measures[1][m] - measures[0][m]
            }
        }
        let accuracy = Moments(pairs.map(\.outcome)).mean
        (record.raw, record.score) = (accuracy, accuracy)
        let sameStart = [(pairs[1], pairs[0]), (pairs[0], pairs[1])].map {
            SurprisePair.outcome($0.unlawful.values, $1.lawful.values)
        }
        record.details["same_start"] = Moments(sameStart).mean
        record.details["untrained"] = Moments(pairs.map(\.untrained)).mean
        if !recoloured.isEmpty { record.details["recolour"] = Moments(recoloured).mean }
        let first = quadruplet.firstDifference
        let errors = pairs.map { Double(abs($0.peak - first / judge.stride) * judge.stride) }
        record.details["peak_error_frames"] = Moments(errors).mean
        for (pair, each) in pairs.enumerated() {
            record.details["lawful_\(pair + 1)"] = Moments(each.lawful.values).mean
            record.details["unlawful_\(pair + 1)"] = Moments(each.unlawful.values).mean
        }
        record.perFrame = pairs[0].excess.indices.flatMap { i in
            [Double](repeating: Moments(pairs.map { $0.excess[i] }).mean, count: judge.stride)
        }
        record.firstFrame = quadruplet.change
    }
}
