import Tensors

/// What the sections of a report draw from: one run alone, or two and their comparison.
struct ReportData: Sendable {
    let runs: [EvaluationRun]
    /// Nil for a run alone.
    let comparison: Comparison?
    /// For each run its records that count, clipped, counterbalanced cases taken together; of two runs those that are
    /// paired.
    let measured: [[ResultRecord]]
    /// Chooses the random filmstrips.
    let seed: UInt64

    init(_ run: EvaluationRun, seed: UInt64 = 0) {
        runs = [run]
        comparison = nil
        let seeds = Dictionary(run.records.map { ($0.seed, $0.seed) }) { first, _ in first }
        let counted = run.records.filter { $0.status != .notApplicable }
        measured = [Self.leveled(CaseTable(counted, seeds: seeds).cases.values.flatMap(\.values), run)]
        self.seed = seed
    }

    init(_ a: EvaluationRun, _ b: EvaluationRun, _ comparison: Comparison, seed: UInt64 = 0) {
        runs = [a, b]
        self.comparison = comparison
        let measurements = comparison.pairs.flatMap(\.measurements)
        measured = [Self.leveled(measurements.map(\.a), a), Self.leveled(measurements.map(\.b), b)]
        self.seed = seed
    }

    private static func leveled(_ records: [ResultRecord], _ run: EvaluationRun) -> [ResultRecord] {
        run.summary.surprise?.leveled(records) ?? records
    }

    /// "A" and "B".
    static let letters = ["A", "B"]

    /// "A", "B"; nothing where a run is alone.
    func letter(_ run: Int) -> String { runs.count == 1 ? "" : Self.letters[run] }

    /// "A small", or the name of a run alone.
    func label(_ run: Int) -> String { runs.count == 1 ? runs[run].name : "\(Self.letters[run]) \(runs[run].name)" }

    /// Modules first, in their order, then the columns, sorted.
    var groups: [String] {
        let all = Set(measured.joined().map { $0.column ?? $0.module })
        let modules = EvaluationRun.modules.filter(all.contains)
        return modules + all.subtracting(modules).sorted()
    }

    /// The legend of the two candidates.
    var legend: HTML {
        let keys = runs.indices.map { run -> HTML in
            "<span class=\"key\"><i class=\"swatch c\(run)\"></i>\(label(run))</span>"
        }
        return "<p class=\"legend\">\(keys)</p>\n"
    }
}
