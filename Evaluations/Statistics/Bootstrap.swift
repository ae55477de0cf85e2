import Tensors

/// The hierarchical percentile bootstrap: scenarios are drawn anew within each stratum (a module), then runs within each
/// drawn scenario.
///
/// The draws depend on nothing but the seed and the sizes: the same data give the same interval on any machine, and two
/// samples of one shape (checkpoint A and checkpoint B on the same runs) are drawn alike, which keeps them paired.
public struct Bootstrap: Sendable {
    public var resamples = 10_000
    public var seed: UInt64 = 0

    public init() {}

    /// For every resample the mean of every stratum: `[resamples][strata]`. Strata may not be empty.
    public func stratumMeans(_ strata: [ClusteredSample]) -> [[Double]] {
        var random = PhiloxGenerator(seed: seed, stream: 0xB007)
        return (0..<resamples).map { _ in
            strata.map { stratum in
                let clusters = stratum.clusters
                var sum = 0.0
                for _ in clusters.indices {
                    let cluster = clusters[Self.index(&random, clusters.count)]
                    var runs = 0.0
                    for _ in cluster.indices { runs += cluster[Self.index(&random, cluster.count)] }
                    sum += runs / Double(cluster.count)
                }
                return sum / Double(clusters.count)
            }
        }
    }

    /// The percentile interval of `statistic`, which maps the means of the strata to a number.
    public func interval(
        _ strata: [ClusteredSample], confidence: Double = 0.95, statistic: ([Double]) -> Double
    ) -> Interval {
        let values = stratumMeans(strata).map(statistic)
        return Self.percentiles(values, confidence: confidence, estimate: statistic(strata.map(\.mean)))
    }

    /// The central `confidence` of `values` around `estimate`.
    public static func percentiles(_ values: [Double], confidence: Double = 0.95, estimate: Double) -> Interval {
        let sorted = values.sorted()
        func at(_ p: Double) -> Double {
            let place = p * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        }
        return Interval(estimate: estimate, low: at(0.5 - confidence / 2), high: at(0.5 + confidence / 2))
    }

    private static func index(_ random: inout PhiloxGenerator, _ count: Int) -> Int {
        Int(truncatingIfNeeded: random.next().multipliedFullWidth(by: UInt64(count)).high)
    }
}
