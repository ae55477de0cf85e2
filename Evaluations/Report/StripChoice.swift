import Tensors

/// A case whose filmstrips are shown, and what it stands for.
struct StripChoice {
    enum Reason: String, CaseIterable { case regression, gain, random }

    var reason: Reason
    var key: CaseKey
    /// Score of each run on the case.
    var scores: [Double]
    /// For each run the records of the case.
    var records: [[ResultRecord]]
    /// One of each run, of the same branch.
    var strips: [FrameStrip]

    /// Three of each: the worst regressions, the best gains, and random ones among the rest. Of a run alone, its worst,
    /// its best, and random ones.
    static func choose(_ data: ReportData, each: Int = 3) -> [StripChoice] {
        let candidates = candidates(data)
        func rank(_ c: StripChoice) -> Double { data.runs.count == 1 ? c.scores[0] : c.scores[1] - c.scores[0] }
        let sorted = candidates.sorted { (rank($0), $0.key) < (rank($1), $1.key) }
        let alone = data.runs.count == 1
        let worst = sorted.filter { alone || rank($0) < -EffectSize.tie }.prefix(each)
        var taken = Set(worst.map(\.key))
        let best = sorted.reversed().filter { (alone || rank($0) > EffectSize.tie) && !taken.contains($0.key) }.prefix(
            each)
        taken.formUnion(best.map(\.key))
        var rest = candidates.filter { !taken.contains($0.key) }.sorted { $0.key < $1.key }
        var random = PhiloxGenerator(seed: data.seed, stream: 0xF113)
        rest.shuffle(using: &random)
        func marked(_ some: some Sequence<StripChoice>, _ reason: Reason) -> [StripChoice] {
            some.map { choice in
                var choice = choice
                choice.reason = reason
                return choice
            }
        }
        return marked(worst, .regression) + marked(best, .gain) + marked(rest.prefix(each), .random)
    }

    /// All cases of the modules of which every run has a strip.
    private static func candidates(_ data: ReportData) -> [StripChoice] {
        let strips = data.runs.map { run in
            Dictionary(grouping: run.strips) { CaseKey(scenario: $0.scenario, draw: $0.draw, seed: $0.seed) }
        }
        guard let comparison = data.comparison else {
            let cases = Dictionary(grouping: data.measured[0]) {
                CaseKey(scenario: $0.scenario, draw: $0.draw, seed: $0.seed)
            }
            return cases.compactMap { key, records in
                let own = records.filter { $0.column == nil }
                guard !own.isEmpty, let kept = strips[0][key], let strip = main(kept) else { return nil }
                return StripChoice(
                    reason: .random, key: key, scores: [Moments(own.map(\.score)).mean], records: [own], strips: [strip]
                )
            }
        }
        return comparison.pairs.compactMap { pair in
            let other = CaseKey(scenario: pair.key.scenario, draw: pair.key.draw, seed: pair.otherSeed)
            guard let scores = pair.scores(), let ofA = strips[0][pair.key], let ofB = strips[1][other] else {
                return nil
            }
            // The branch with the largest difference, if both kept it.
            let own = pair.measurements.filter { EvaluationRun.modules.contains($0.group) }
            let branches = own.sorted { (abs($1.delta), $0.a.branch) < (abs($0.delta), $1.a.branch) }.map(\.a.branch)
            let both = ofA.filter { strip in ofB.contains { $0.branch == strip.branch } }
            let first = branches.lazy.compactMap { name in both.first { $0.branch == name } }.first
            guard let a = first ?? main(both), let b = ofB.first(where: { $0.branch == a.branch }) else { return nil }
            return StripChoice(
                reason: .random, key: pair.key, scores: [scores.a, scores.b],
                records: [own.map(\.a), own.map(\.b)], strips: [a, b])
        }
    }

    private static func main(_ strips: [FrameStrip]) -> FrameStrip? {
        strips.first { $0.branch == "factual" } ?? strips.min { $0.branch < $1.branch }
    }
}
