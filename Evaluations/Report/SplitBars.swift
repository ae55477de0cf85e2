/// Mean scores of one candidate on one part of a module, and the lines that they stand between, on the scale of the
/// measured values, where 1 is the truth itself.
struct SplitBars {
    /// The part of the cases: by the values drawn for a scenario's parameters, or by the scenario.
    enum Part: String, CaseIterable {
        case all, id, ood, comb
        case heldOut = "held-out"

        var title: String {
            switch self {
            case .all: "All"
            case .id: "ID"
            case .ood: "OOD"
            case .comb: "Combinatorial"
            case .heldOut: "Held-out"
            }
        }

        var meaning: String {
            switch self {
            case .all: "every run"
            case .id: "values as in training"
            case .ood: "values beyond training"
            case .comb: "known values, new together"
            case .heldOut: "scenarios never trained on"
            }
        }

        func holds(_ record: ResultRecord) -> Bool {
            switch self {
            case .all: true
            case .heldOut: record.heldOut
            default: !record.heldOut && record.split == rawValue
            }
        }
    }

    /// Normalised: 0 the best cheat, 1 the truth through the candidate's codec.
    var score: Double
    /// Where that score lies between `floor` and `ceiling`; a failed measurement lies at the floor.
    var position: Double
    /// The best cheat.
    var floor: Double
    /// The truth through the candidate's codec.
    var ceiling: Double
    var measurements: Int

    /// Nil without records. Runs are averaged within scenarios, and scenarios within families.
    init?(_ records: [ResultRecord]) {
        if records.isEmpty { return nil }
        func mean(_ value: (ResultRecord) -> Double) -> Double {
            let families = Dictionary(grouping: records, by: \.family).sorted { $0.key < $1.key }.map(\.value)
            let means = families.map { family in
                let scenarios = Dictionary(grouping: family, by: \.scenario).sorted { $0.key < $1.key }
                return ClusteredSample(scenarios.map { $0.value.map(value) }).mean
            }
            return Moments(means).mean
        }
        score = max(0, mean(\.score))
        floor = mean { $0.floor ?? 0 }
        ceiling = mean { $0.ceil ?? 1 }
        position = mean { ($0.floor ?? 0) + $0.score * (($0.ceil ?? 1) - ($0.floor ?? 0)) }
        measurements = records.count
    }
}
