import Foundation

/// What trying the metrics on a suite found.
public struct BracketingReport: Codable, Sendable {
    /// What a cheat earns on a metric that is to fail it, on average over the cases.
    public struct Earned: Codable, Sendable {
        public var cheat, metric: String
        public var mean: Double
        public var cases: Int
        /// What it has to stay below.
        public var most: Double
        public var passes: Bool { mean < most }
    }

    public static let leastOfTruth = 0.95
    /// A metric that is there to catch a cheat gives it less than this.
    public static let mostOfCaught = 0.5
    /// A cheat that sets floors earns less than this: a choice among three by chance.
    public static let mostOfFloor = 0.34

    public var cases: Int
    /// "scenario draw metric value" where the truth itself falls short.
    public var flawed: [String] = []
    /// "scenario/metric" where the best floor cheat comes within 0.5 of the truth, so that the metric does not count.
    public var unbracketed: [String] = []
    /// Scenarios that count in no module, since no metric tells truth from cheats there.
    public var silent: [String] = []
    /// Metrics that count nowhere in the suite.
    public var idle: [String] = []
    public var earned: [Earned] = []
    /// "scenario draw metric" where the truth does not meet what the script expects.
    public var unmet: [String] = []
    /// "scenario draw cheat" where a floor cheat meets every expectation.
    public var lenient: [String] = []
    /// What scripts bound, with the bound that follows from the renderer.
    public var bounds: [DerivedBound] = []

    public var passes: Bool {
        flawed.isEmpty && silent.isEmpty && unmet.isEmpty && lenient.isEmpty && earned.allSatisfy(\.passes)
    }

    /// Cases that are scored together are members of one group.
    init(_ all: [[BracketedCase]], cheats: [Cheat]) {
        cases = all.joined().count
        let prompts = all.joined().filter { $0.truth.keys.contains(PromptEvaluation.metric) }
        let groups = all.filter { !$0[0].truth.keys.contains(PromptEvaluation.metric) }
        addPrompts(prompts)
        var counting: [String: Bool] = [:]
        var used: Set<String> = []
        for group in groups {
            var counts = false
            for metric in Metrics.all {
                let truths = group.compactMap { $0.truth[metric.id] }
                guard let truth = truths.min() else { continue }
                let floors = cheats.filter { $0.setsFloor && !metric.excuses.contains($0.name) }
                let floor =
                    floors.map { cheat in
                        // A cheat that does not differ from the truth on a member earns what the truth does.
                        group.compactMap { ($0.cheats[cheat.name] ?? $0.truth)[metric.id] }.min() ?? 0
                    }.max() ?? 0
                if truth - max(0, floor) < GroupEvaluation.leastSpan {
                    unbracketed.append("\(group[0].scenario)/\(metric.id)")
                } else {
                    used.insert(metric.id)
                    counts = counts || metric.column == nil
                }
            }
            counting[group[0].scenario] = (counting[group[0].scenario] ?? false) || counts
            for one in group {
                for (metric, value) in one.truth.sorted(by: { $0.key < $1.key }) where value < Self.leastOfTruth {
                    flawed.append("\(one.scenario) \(one.draw) \(metric) \(String(format: "%.3f", value))")
                }
            }
        }
        unbracketed = Set(unbracketed).sorted()
        silent += counting.filter { !$0.value }.keys.sorted()
        for one in groups.joined() {
            unmet += one.unmet.map { "\(one.scenario) \(one.draw) \($0)" }
        }
        // Members of a pair are right only together.
        for group in groups {
            let met = group.dropFirst().reduce(group[0].lenient) { met, one in met.filter(one.lenient.contains) }
            lenient += met.map { "\(group[0].scenario) \(group[0].draw) \($0)" }
        }
        bounds = DerivedBound.all(groups.joined().flatMap(\.bounds))
        if !groups.isEmpty { idle = Metrics.all.map(\.id).filter { !used.contains($0) } }
        for cheat in cheats {
            for metric in Metrics.all {
                let isFloor = cheat.setsFloor && metric.column == nil && !metric.excuses.contains(cheat.name)
                guard isFloor || metric.catches.contains(cheat.name) else { continue }
                let values = groups.joined().compactMap { $0.cheats[cheat.name]?[metric.id] }
                if values.isEmpty { continue }
                earned.append(
                    Earned(
                        cheat: cheat.name, metric: metric.id, mean: Moments(values).mean, cases: values.count,
                        most: isFloor ? Self.mostOfFloor : Self.mostOfCaught))
            }
        }
    }

    /// As text for a terminal.
    public var text: String {
        var lines = ["What cheats earn on the metrics that are to fail them (mean of cases):"]
        for (cheat, all) in Dictionary(grouping: earned, by: \.cheat).sorted(by: { $0.key < $1.key }) {
            let parts = all.map { e in
                "\(e.metric) \(String(format: "%.2f", e.mean))\(e.passes ? "" : " (\(String(format: "%.2f", e.most)) is too much)")"
            }
            lines.append("  \(cheat): " + parts.joined(separator: ", "))
        }
        func list(_ title: String, _ names: [String]) {
            lines.append("\(title): " + (names.isEmpty ? "none" : names.joined(separator: ", ")))
        }
        list("cases where the truth scores below \(Self.leastOfTruth)", flawed)
        list("not counted, since a cheat does nearly as well as the truth", unbracketed)
        list("scenarios that count in no module", silent)
        list("metrics that count nowhere", idle)
        list("cases where the truth does not meet the script", unmet)
        list("cases where a floor cheat meets the script", lenient)
        lines.append(
            "what scripts bound (at worst of the truth, at best of the floor cheats past the gates, the middle):")
        lines += bounds.map { "  " + $0.text }
        let failed = earned.count { !$0.passes }
        lines.append(
            passes
                ? "\(cases) cases: the truth passes everywhere, and every cheat fails what is there to catch it."
                : "\(cases) cases: \(flawed.count) flaws of the truth, \(silent.count) silent scenarios, "
                    + "\(unmet.count) scripts too strict, \(lenient.count) too lenient, \(failed) cheats that earn too much."
        )
        return lines.joined(separator: "\n")
    }
}
