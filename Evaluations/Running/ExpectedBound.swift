import Scenarios
import Worlds

/// A bound that a script sets on what one metric measures: `{effect: [factual, no_push], leak_le: 0.1}` bounds the leak.
public struct ExpectedBound: Hashable, Sendable {
    /// What is bounded.
    public enum Quantity: Hashable, Sendable {
        /// The metric's value behind its gates, 1 for the truth.
        case value
        /// One of its details; without its sign where there is a most.
        case detail(String)
    }

    public var metric: String
    public var quantity: Quantity
    /// Whether the bound is the least that is allowed, or else the most.
    public var isLeast: Bool
    public var bound: Double

    /// Expectation and argument -> what they bound.
    private static let bounded: [String: (metric: String, quantity: Quantity, isLeast: Bool)] = [
        "revisit ge": ("revisit", .value, true),
        "g3d_db ge": ("geometry_gain", .detail("db"), true),
        "position ge": ("position", .value, true),
        "evolve ge": ("evolution", .value, true),
        "persist ge": ("effect_persistence", .value, true),
        "displace ge": ("effect_direction", .value, true),
        "effect cos": ("effect", .detail("cosine"), true),
        "effect leak_le": ("effect_leak", .detail("leak"), false),
        "effect onset_le": ("effect_onset", .detail("onset_frames"), false),
    ]

    /// The bounds of a scenario's expectations; those of one quantity are taken at their strictest.
    public static func all(_ scenario: ScenarioCase) -> [ExpectedBound] {
        var found: [ExpectedBound] = []
        for term in scenario.expectations {
            for (argument, value) in term.arguments.sorted(by: { $0.key < $1.key }) {
                guard let rule = bounded["\(term.name) \(argument)"], let bound = value.number else { continue }
                let made = ExpectedBound(
                    metric: rule.metric, quantity: rule.quantity, isLeast: rule.isLeast, bound: bound)
                if let k = found.firstIndex(where: { $0.metric == made.metric && $0.quantity == made.quantity }) {
                    found[k].bound = made.isLeast ? max(found[k].bound, bound) : min(found[k].bound, bound)
                } else {
                    found.append(made)
                }
            }
        }
        return found
    }

    /// "effect_leak leak", "revisit".
    public var name: String {
        switch quantity {
        case .value: metric
        case .detail(let detail): "\(metric) \(detail)"
        }
    }

    /// What it bounds in a measurement; nil where that was not measured.
    func value(_ measured: Measured) -> Double? {
        switch quantity {
        case .value: measured.gated
        case .detail(let name): measured.measurement.details[name].map { isLeast ? $0 : abs($0) }
        }
    }

    /// Whether a measurement of its metric keeps it; a failed gate breaks it.
    func holds(_ measured: Measured) -> Bool {
        guard measured.failure == nil, let value = value(measured) else { return false }
        return isLeast ? value >= bound : value <= bound
    }

    /// Whether a case is as its script expects in what `measured` measures: within the script's bounds, or, where it sets
    /// none, nearer to the truth than to a cheat.
    static func met(_ measured: Measured, in scenario: ScenarioCase) -> Bool {
        let bounds = all(scenario).filter { $0.metric == measured.metric.id }
        return bounds.isEmpty ? measured.gated >= 0.5 : bounds.allSatisfy { $0.holds(measured) }
    }
}
