/// The records of a run by case, and within a case by what was measured.
struct CaseTable {
    struct Measure: Hashable, Comparable {
        /// The module or column where it counts.
        var group: String
        var metric: String
        var branch: String

        static func < (a: Measure, b: Measure) -> Bool {
            (a.group, a.metric, a.branch) < (b.group, b.metric, b.branch)
        }
    }

    /// A metric that does not count on a scenario.
    struct Uncounted: Hashable {
        var scenario, metric: String
    }

    private(set) var cases: [CaseKey: [Measure: ResultRecord]] = [:]

    /// The score of every record clipped to [0, 1]. Counterbalanced cases are right only together: each gets the lowest
    /// score among its fellows, and fellows of one draw are one run, told by the record of the lowest score with the
    /// hashes of all. `seeds` maps noise seeds to those of the keys; records under others are left out.
    init(_ records: [ResultRecord], seeds: [Int: Int]) {
        var lowest: [String: Double] = [:]
        func fellows(_ r: ResultRecord) -> String? {
            r.pair.map { "\(r.scenario)\n\($0)\n\(r.metric)\n\(r.seed)" }
        }
        for record in records {
            if let name = fellows(record) {
                lowest[name] = min(lowest[name] ?? 1, max(0, record.score))
            }
        }
        var told: [CaseKey: [Measure: Double]] = [:]
        var hashes: [CaseKey: [Measure: Set<String>]] = [:]
        for var record in records {
            guard let seed = seeds[record.seed] else { continue }
            let own = record.score
            record.score = min(1, max(0, record.score))
            if let name = fellows(record), let low = lowest[name] { record.score = low }
            let measure = Measure(
                group: record.column ?? record.module, metric: record.metric,
                branch: record.pair == nil ? record.branch : "")
            let key = CaseKey(scenario: record.scenario, draw: record.draw, seed: seed)
            hashes[key, default: [:]][measure, default: []].insert(record.sha)
            if let earlier = told[key]?[measure], record.pair != nil, earlier <= own { continue }
            told[key, default: [:]][measure] = own
            cases[key, default: [:]][measure] = record
        }
        for (key, measures) in hashes {
            for (measure, all) in measures where all.count > 1 {
                cases[key]?[measure]?.sha = all.sorted().joined(separator: "+")
            }
        }
    }

    /// Drops what does not count in this run or the other: metrics that cannot tell the truth from cheats on a case, or
    /// for which a candidate of this kind has nothing. Returns what it dropped.
    static func dropUncounted(_ a: inout CaseTable, _ b: inout CaseTable) -> Set<Uncounted> {
        var names: Set<Uncounted> = []
        for (key, measures) in a.cases.merging(b.cases, uniquingKeysWith: { $0.merging($1) { first, _ in first } }) {
            for measure in measures.keys {
                let both = [a.cases[key]?[measure], b.cases[key]?[measure]]
                guard both.contains(where: { $0?.status == .notApplicable }) else { continue }
                names.insert(Uncounted(scenario: key.scenario, metric: measure.metric))
                a.drop(key, measure)
                b.drop(key, measure)
            }
        }
        return names
    }

    private mutating func drop(_ key: CaseKey, _ measure: Measure) {
        cases[key]?[measure] = nil
        if cases[key]?.isEmpty == true { cases[key] = nil }
    }
}
