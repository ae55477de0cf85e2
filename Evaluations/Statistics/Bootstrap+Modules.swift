import Foundation
import Tensors

extension Bootstrap {
    /// For every resample the mean of every module, `[resamples][modules]`, spread as far as few scenarios demand.
    ///
    /// Percentiles of plain resamples are too narrow by sqrt((n - 1) / n), for a sample varies less than what it was
    /// drawn from, and by z / t, for its spread is itself uncertain (Hesterberg 2015, section 5.3). So the deviations of
    /// every stratum are stretched by sqrt(n / (n - 1)) and all by t(0.975, df) / z(0.975), with the degrees of freedom
    /// of the mean of all modules (Satterthwaite 1946). Nothing is stretched where scenarios are many.
    ///
    /// - Parameters:
    ///   - modules: values by scenario of each module.
    ///   - scores: whether the values are scores, which lie in [0, 1]. Where every scenario of a module scores 0 (or 1), resamples
    ///     do not vary; draws then come from the distribution whose 97.5th percentile is the exact binomial bound for none of n,
    ///     1 - 0.025^(1/n) (Clopper and Pearson 1934).
    public func moduleMeans(_ modules: [ModuleSample], scores: Bool = false) -> [[Double]] {
        let strata = modules.map(\.strata)
        let all = strata.flatMap(\.self)
        let drawn = stratumMeans(all)
        let (means, stretches) = (all.map(\.mean), all.map(Self.stretch))
        let reach = Self.reach(strata)
        var random = PhiloxGenerator(seed: seed, stream: 0xBE7A)
        return drawn.map { values in
            var first = 0
            return zip(modules, strata).map { module, own in
                defer { first += own.count }
                if scores, let end = module.constant, end <= 0 || end >= 1 {
                    let away = 1 - pow(max(1e-12, Double(random.uniform())), 1 / Double(module.scenarios))
                    return end <= 0 ? away : 1 - away
                }
                let range = first..<first + own.count
                let deviation = range.reduce(0) { $0 + stretches[$1] * (values[$1] - means[$1]) } / Double(own.count)
                let mean = module.mean + reach * deviation
                return scores ? min(1, max(0, mean)) : mean
            }
        }
    }

    /// The interval of `statistic`, which maps the means of the modules to a number: the percentiles or 1.96 deviations of
    /// the draws, whichever reach farther. Means of right and wrong lie on a lattice, where percentiles alone may end one
    /// step too early.
    public func interval(
        modules: [ModuleSample], scores: Bool = false, statistic: ([Double]) -> Double
    ) -> Interval {
        let estimate = statistic(modules.map(\.mean))
        let drawn = moduleMeans(modules, scores: scores).map(statistic)
        var interval = Self.percentiles(drawn, estimate: estimate)
        let reach = StudentT(degrees: .infinity).quantile(0.975) * (Moments(drawn).deviation ?? 0)
        interval.low = max(scores ? 0 : -.infinity, min(interval.low, estimate - reach))
        interval.high = min(scores ? 1 : .infinity, max(interval.high, estimate + reach))
        return interval
    }

    private static func stretch(_ stratum: ClusteredSample) -> Double {
        let n = Double(stratum.units.count)
        return n > 1 ? (n / (n - 1)).squareRoot() : 1
    }

    /// t / z for the sum of the strata's means.
    private static func reach(_ modules: [[ClusteredSample]]) -> Double {
        var (sum, squares) = (0.0, 0.0)
        for strata in modules {
            for stratum in strata {
                let moments = Moments(stratum.units)
                guard let error = moments.standardError else { continue }
                let variance = error * error / Double(strata.count * strata.count)
                sum += variance
                squares += variance * variance / Double(moments.count - 1)
            }
        }
        if squares <= 0 { return 1 }
        let degrees = max(1, sum * sum / squares)
        return StudentT(degrees: degrees).quantile(0.975) / StudentT(degrees: .infinity).quantile(0.975)
    }
}
