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
    /// Filmstrips of the case, each with one of every run: of a branch, of the difference between two.
    var strips: [[FrameStrip]]

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
                guard !own.isEmpty, let kept = strips[0][key] else { return nil }
                return StripChoice(
                    reason: .random, key: key, scores: [Moments(own.map(\.score)).mean], records: [own],
                    strips: matched([kept]))
            }
        }
        return comparison.pairs.compactMap { pair in
            let other = CaseKey(scenario: pair.key.scenario, draw: pair.key.draw, seed: pair.otherSeed)
            guard let scores = pair.scores(), let ofA = strips[0][pair.key], let ofB = strips[1][other] else {
                return nil
            }
            let own = pair.measurements.filter { EvaluationRun.modules.contains($0.group) }
            let both = matched([ofA, ofB])
            if both.isEmpty { return nil }
            return StripChoice(
                reason: .random, key: pair.key, scores: [scores.a, scores.b],
                records: [own.map(\.a), own.map(\.b)], strips: both)
        }
    }

    /// The strips that all runs kept, at most `limit`: those with the reference first, then by branch and file.
    private static func matched(_ kept: [[FrameStrip]], limit: Int = 2) -> [[FrameStrip]] {
        func name(_ strip: FrameStrip) -> String {
            "\(strip.rows.contains("reference") ? 0 : 1)\n\(strip.branch)\n\(strip.rows.joined(separator: " "))"
        }
        var queues = kept.map { Dictionary(grouping: $0.sorted { $0.file < $1.file }, by: name) }
        var matches: [[FrameStrip]] = []
        for key in kept[0].map(name).sorted() where matches.count < limit {
            guard queues.allSatisfy({ $0[key]?.isEmpty == false }) else { continue }
            matches.append(queues.indices.compactMap { queues[$0][key]?.removeFirst() })
        }
        return matches
    }
}
