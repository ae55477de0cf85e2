import Foundation

/// What two evaluations say of B against A.
public struct Comparison: Encodable, Sendable {
    /// The geometric means of the three modules, and their difference.
    public struct Headline: Codable, Sendable {
        public var a: Double
        public var b: Double
        /// B minus A with its bootstrap interval.
        public var delta: Interval
    }

    /// Names of the candidates.
    public let a: String
    public let b: String
    public let suite: String
    /// Over the modules that both have, each of the same weight; nil where they have none.
    public let overall: PairedEstimate?
    /// Nil unless all three modules are there.
    public let headline: Headline?
    public let modules: [GroupComparison]
    public let columns: [GroupComparison]
    /// Families of the modules, in the order of the modules.
    public let families: [GroupComparison]
    public let notes: [String]
    /// All pairs, sorted.
    public let pairs: [CasePair]

    enum CodingKeys: String, CodingKey { case a, b, suite, overall, headline, modules, columns, families, notes }

    public init(_ a: EvaluationRun, _ b: EvaluationRun, common: Bool = false, bootstrap: Bootstrap = Bootstrap()) throws
    {
        let pairing = try Pairing(a, b, common: common)
        let pairs = pairing.pairs
        (self.a, self.b, suite) = (a.name, b.name, a.manifest.suite)
        self.pairs = pairs
        let groups = Set(pairs.flatMap { $0.measurements.map(\.group) })
        let present = EvaluationRun.modules.filter(groups.contains)
        modules = Self.corrected(present.map { Self.compare(pairs, group: $0) })
        let flat = modules.filter { $0.a == 0 && $0.b == 0 }.map(\.name)
        let failing =
            flat.isEmpty
            ? []
            : [
                "Both score 0 throughout \(flat.joined(separator: " and ")): neither shows more there than a cheat does, so "
                    + "the tie is one of failures."
            ]
        notes = failing + pairing.notes
        columns = Self.corrected(groups.subtracting(present).sorted().map { Self.compare(pairs, group: $0) })
        var families: [GroupComparison] = []
        for module in present {
            let own = pairs.filter { $0.scores(in: module) != nil }
            for family in Set(own.map(\.family)).sorted() {
                families.append(Self.compare(own.filter { $0.family == family }, group: module, family: family))
            }
        }
        self.families = Self.corrected(families)
        if present.isEmpty {
            (overall, headline) = (nil, nil)
            return
        }
        let samples = present.map { Self.samples(pairs, group: $0) }
        overall = PairedEstimate(modules: samples.map(\.difference), bootstrap: bootstrap)
        headline = present.count < EvaluationRun.modules.count ? nil : Self.headline(samples, bootstrap)
    }

    typealias Samples = (a: ClusteredSample, b: ClusteredSample, difference: ClusteredSample)

    /// The scores of the runs of `group`, by scenario. Families weigh the same however many scenarios they have: runs are
    /// scaled so that the mean over scenarios is the mean of the families' means.
    static func samples(_ pairs: [CasePair], group: String) -> Samples {
        var clusters: [String: [(a: Double, b: Double)]] = [:]
        var familyOf: [String: String] = [:]
        for pair in pairs {
            guard let scores = pair.scores(in: group) else { continue }
            clusters[pair.key.scenario, default: []].append(scores)
            familyOf[pair.key.scenario] = pair.family
        }
        let sizes = Dictionary(grouping: familyOf.values, by: { $0 }).mapValues(\.count)
        let sorted = clusters.sorted { $0.key < $1.key }.map { name, runs in
            let size = familyOf[name].flatMap { sizes[$0] } ?? 1
            let weight = Double(clusters.count) / Double(sizes.count * size)
            return runs.map { (a: $0.a * weight, b: $0.b * weight) }
        }
        func sample(_ of: ((a: Double, b: Double)) -> Double) -> ClusteredSample {
            ClusteredSample(sorted.map { $0.map(of) })
        }
        return (sample(\.a), sample(\.b), sample { $0.b - $0.a })
    }

    private static func compare(_ pairs: [CasePair], group: String, family: String? = nil) -> GroupComparison {
        let samples = samples(pairs, group: group)
        return GroupComparison(
            name: family ?? group, module: family == nil ? nil : group, a: samples.a.mean, b: samples.b.mean,
            estimate: PairedEstimate(samples.difference))
    }

    private static func corrected(_ groups: [GroupComparison]) -> [GroupComparison] {
        var estimates = groups.map(\.estimate)
        PairedEstimate.holm(&estimates)
        return zip(groups, estimates).map { group, estimate in
            var group = group
            group.estimate = estimate
            return group
        }
    }

    private static func headline(_ samples: [Samples], _ bootstrap: Bootstrap) -> Headline {
        let (a, b) = (Moments.geometric(samples.map(\.a.mean)), Moments.geometric(samples.map(\.b.mean)))
        // Both are drawn alike, so that the pairs stay together.
        func drawn(_ sample: (Samples) -> ClusteredSample) -> [[Double]] {
            bootstrap.moduleMeans(samples.map { ModuleSample([sample($0)]) }, scores: true)
        }
        let values = zip(drawn(\.a), drawn(\.b)).map { Moments.geometric($1) - Moments.geometric($0) }
        return Headline(a: a, b: b, delta: Bootstrap.percentiles(values, estimate: b - a))
    }
}
