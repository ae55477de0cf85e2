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

    private(set) var cases: [CaseKey: [Measure: ResultRecord]] = [:]

    /// The score of every record clipped to [0, 1]; counterbalanced cases are right only together, so each of them
    /// gets the lowest score among its fellows. `seeds` maps noise seeds to those of the keys; records under others
    /// are left out.
    init(_ records: [ResultRecord], seeds: [Int: Int]) {
        var lowest: [String: Double] = [:]
        func fellows(_ r: ResultRecord) -> String? {
            r.pair.map { "\(r.scenario)\n\($0)\n\(r.metric)\n\(r.branch)\n\(r.seed)" }
        }
        for record in records {
            if let name = fellows(record) {
                lowest[name] = min(lowest[name] ?? 1, max(0, record.score))
            }
        }
        for var record in records {
            guard let seed = seeds[record.seed] else { continue }
            record.score = min(1, max(0, record.score))
            if let name = fellows(record), let low = lowest[name] { record.score = low }
            let measure = Measure(
                group: record.column ?? record.module, metric: record.metric, branch: record.branch)
            let key = CaseKey(scenario: record.scenario, draw: record.draw, seed: seed)
            cases[key, default: [:]][measure] = record
        }
    }
}
