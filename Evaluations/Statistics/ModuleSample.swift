/// The runs of a module's scenarios by family: what its mean, the mean of the families' means, is estimated from.
///
/// The families are the strata of a resample where each holds three scenarios or more. One scenario tells nothing of how
/// far others lie apart and two hardly more (both right or both wrong would seem certain), so then all scenarios of
/// the module are one stratum: families
/// that differ make the interval wide instead of vanishing from it.
public struct ModuleSample: Hashable, Sendable {
    /// Scenarios that a family needs to be a stratum.
    public static let leastInStratum = 3

    /// No empty ones.
    public let families: [ClusteredSample]

    public init(_ families: [ClusteredSample]) { self.families = families.filter { !$0.clusters.isEmpty } }

    public var mean: Double { Moments(families.map(\.mean)).mean }
    public var scenarios: Int { families.reduce(0) { $0 + $1.clusters.count } }

    /// What is drawn from, each of the same weight in the mean.
    public var strata: [ClusteredSample] {
        if families.count < 2 || families.allSatisfy({ $0.clusters.count >= Self.leastInStratum }) { return families }
        // Scaled so that the mean over scenarios is the mean of the families' means.
        let all = Double(scenarios)
        return [
            ClusteredSample(
                families.flatMap { family in
                    let weight = all / Double(families.count * family.clusters.count)
                    return family.clusters.map { $0.map { $0 * weight } }
                })
        ]
    }

    /// The value that every scenario's mean has, if they are all the same to rounding.
    public var constant: Double? {
        let means = families.flatMap { $0.clusters.map { Moments($0).mean } }
        guard let first = means.first, means.allSatisfy({ abs($0 - first) < 1e-9 }) else { return nil }
        return first
    }
}
