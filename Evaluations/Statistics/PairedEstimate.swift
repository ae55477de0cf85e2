/// Everything that is said of one group of paired runs: B minus A.
public struct PairedEstimate: Hashable, Codable, Sendable {
    /// B minus A in normalised score, mean over scenarios.
    public var delta: Double
    /// 95% interval; nil when a single pair leaves nothing to estimate it from.
    public var interval: Interval?
    /// Smallest difference seen with 80% power; nil for a single pair.
    public var resolutionFloor: Double?
    /// Sign-flip permutation p, two-sided.
    public var p: Double
    /// p after Holm's correction among its sisters; equals `p` where nothing was corrected.
    public var holmP: Double
    /// Cohen's d_z; nil when nothing varies.
    public var dz: Double?
    /// P(B > A), ties counted half.
    public var probabilityOfImprovement: Double
    public var wins: Int
    public var ties: Int
    public var losses: Int
    public var scenarios: Int
    public var pairs: Int
    /// What the interval varies: scenarios, or runs where there is one scenario alone.
    public var unit: ClusteredSample.Unit
    public var verdict: Verdict

    /// A cluster-t estimate of one family, module or column. The sample may not be empty.
    public init(_ differences: ClusteredSample, test: SignFlipTest = SignFlipTest()) {
        let p = test.p(differences)
        let interval = ClusterT.interval(differences)
        let floor = ResolutionFloor.of(differences)
        self.init(differences, interval: interval, floor: floor, p: p)
    }

    /// A bootstrap estimate over modules of equal weight. No stratum may be empty.
    public init(modules: [ClusteredSample], bootstrap: Bootstrap = Bootstrap(), test: SignFlipTest = SignFlipTest()) {
        let mean = Moments(modules.map(\.mean)).mean
        let values = bootstrap.moduleMeans(modules.map { ModuleSample([$0]) }).map { Moments($0).mean }
        let interval = Bootstrap.percentiles(values, estimate: mean)
        let floor = ResolutionFloor.of(standardError: Moments(values).deviation ?? 0)
        let all = ClusteredSample(modules.flatMap(\.clusters))
        // Modules weigh the same however many scenarios they hold: scale each before the flips.
        let balanced = ClusteredSample(
            modules.flatMap { module in
                let scale = Double(all.clusters.count) / Double(modules.count * module.clusters.count)
                return module.clusters.map { $0.map { $0 * scale } }
            })
        let enough = all.clusters.count > 1 || all.clusters[0].count > 1
        self.init(
            all, interval: enough ? interval : nil, floor: enough ? floor : nil, p: test.p(balanced))
        delta = mean
    }

    private init(_ sample: ClusteredSample, interval: Interval?, floor: Double?, p: Double) {
        delta = sample.mean
        // Scores lie in [0, 1], so no difference lies beyond 1.
        self.interval = interval.map { Interval(estimate: $0.estimate, low: max(-1, $0.low), high: min(1, $0.high)) }
        resolutionFloor = floor
        (self.p, holmP) = (p, p)
        dz = EffectSize.dz(sample)
        probabilityOfImprovement = EffectSize.probabilityOfImprovement(sample)
        let values = sample.clusters.joined()
        wins = values.count { $0 > EffectSize.tie }
        losses = values.count { $0 < -EffectSize.tie }
        ties = values.count - wins - losses
        scenarios = sample.clusters.count
        pairs = values.count
        unit = sample.unit
        verdict = Verdict(interval: interval, floor: floor, p: p, leastP: SignFlipTest.leastP(pairs: pairs))
    }

    enum CodingKeys: String, CodingKey {
        case delta, interval, p, dz, wins, ties, losses, scenarios, pairs, unit, verdict
        case resolutionFloor = "resolution_floor"
        case holmP = "holm_p"
        case probabilityOfImprovement = "p_b_above_a"
    }

    /// Corrects the p values of sisters, and their verdicts with them.
    public static func holm(_ estimates: inout [PairedEstimate]) {
        let adjusted = HolmCorrection.adjust(estimates.map(\.p))
        for i in estimates.indices {
            estimates[i].holmP = adjusted[i]
            estimates[i].verdict = Verdict(
                interval: estimates[i].interval, floor: estimates[i].resolutionFloor, p: adjusted[i],
                leastP: SignFlipTest.leastP(pairs: estimates[i].pairs) * Double(estimates.count))
        }
    }
}
