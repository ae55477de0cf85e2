import Foundation

/// 95% intervals of mean scores, which lie in [0, 1].
public enum ScoreInterval {
    /// Of which nothing is known: what one scenario says of others.
    public static func unknown(_ estimate: Double) -> Interval { Interval(estimate: estimate, low: 0, high: 1) }

    /// The cluster-t interval of a family, or the exact binomial bound where all its scenarios score 0, or all 1.
    public static func family(_ sample: ClusteredSample) -> Interval {
        let module = ModuleSample([sample])
        guard module.scenarios > 1, let interval = ClusterT.interval(sample) else { return unknown(sample.mean) }
        if let end = module.constant, end <= 0 || end >= 1 {
            let reach = 1 - pow(0.025, 1 / Double(module.scenarios))
            return Interval(estimate: end, low: end <= 0 ? 0 : 1 - reach, high: end <= 0 ? reach : 1)
        }
        return Interval(estimate: interval.estimate, low: max(0, interval.low), high: min(1, interval.high))
    }

    /// The bootstrap interval of a module, or of what `statistic` makes of several.
    public static func modules(
        _ modules: [ModuleSample], bootstrap: Bootstrap = Bootstrap(),
        statistic: ([Double]) -> Double = { Moments($0).mean }
    ) -> Interval {
        guard !modules.isEmpty, modules.allSatisfy({ $0.scenarios > 1 }) else {
            return unknown(statistic(modules.map(\.mean)))
        }
        return bootstrap.interval(modules: modules, scores: true, statistic: statistic)
    }
}
