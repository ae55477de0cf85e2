import Evaluations
import Tensors
import Testing

struct StatisticsTests {
    /// Scenario effects of spread `between`, runs of spread `within`, around `mean`.
    private func simulated(
        _ random: inout PhiloxGenerator, scenarios: Int, runs: Int = 8, mean: Double = 0, between: Double = 0.08,
        within: Double = 0.12
    ) -> ClusteredSample {
        ClusteredSample(
            (0..<scenarios).map { _ in
                let centre = mean + between * Double(random.normal())
                return (0..<runs).map { _ in centre + within * Double(random.normal()) }
            })
    }

    @Test(arguments: [
        (1.0, 0.975, 12.7062), (4, 0.975, 2.77645), (4, 0.8, 0.940965), (19, 0.975, 2.09302), (58, 0.975, 2.00172),
        (Double.infinity, 0.975, 1.95996), (30, 0.05, -1.69726),
    ])
    func studentQuantilesMatchTables(degrees: Double, p: Double, expected: Double) {
        #expect(abs(StudentT(degrees: degrees).quantile(p) - expected) < 1e-4 * max(1, abs(expected)))
        #expect(abs(StudentT(degrees: degrees).cdf(expected) - p) < 1e-5)
    }

    @Test func clusterTByHand() throws {
        // Cluster means 1, 2, 3: mean 2, deviation 1, error 1 / sqrt(3), t(2) = 4.30265.
        let sample = ClusteredSample([[0, 2], [2], [3, 3, 3]])
        let interval = try #require(ClusterT.interval(sample))
        #expect(interval.estimate == 2)
        #expect(abs(interval.high - (2 + 4.30265 / 3.0.squareRoot())) < 1e-4)
        #expect(abs(interval.low + interval.high - 4) < 1e-12)
        #expect(try abs(#require(EffectSize.dz(sample)) - 2) < 1e-12)
        #expect(ClusterT.interval(ClusteredSample([[1]])) == nil)
        #expect(ClusteredSample([[1, 3]]).unit == .run)
    }

    @Test func clusterTCovers() {
        var random = PhiloxGenerator(seed: 1)
        let n = 3000
        for scenarios in [4, 8, 20] {
            let covered = (0..<n).count { _ in
                let interval = ClusterT.interval(simulated(&random, scenarios: scenarios, mean: 0.3))!
                return interval.low <= 0.3 && 0.3 <= interval.high
            }
            #expect((0.935...0.965).contains(Double(covered) / Double(n)), "\(scenarios) scenarios: \(covered) of \(n)")
        }
    }

    @Test func bootstrapCoversManyScenarios() {
        var random = PhiloxGenerator(seed: 2)
        var bootstrap = Bootstrap()
        bootstrap.resamples = 400
        let n = 500
        let covered = (0..<n).count { _ in
            let modules = (0..<3).map { _ in simulated(&random, scenarios: 20, mean: 0.1) }
            let interval = bootstrap.interval(modules) { Moments($0).mean }
            return interval.low <= 0.1 && 0.1 <= interval.high
        }
        // Drawing runs as well as scenarios makes it a little wide, never narrow.
        #expect((0.93...0.995).contains(Double(covered) / Double(n)), "\(covered) of \(n)")
    }

    @Test func bootstrapIsDeterministicAndPaired() {
        var random = PhiloxGenerator(seed: 3)
        let a = [simulated(&random, scenarios: 5), simulated(&random, scenarios: 3)]
        let shifted = a.map { ClusteredSample($0.clusters.map { $0.map { $0 + 0.25 } }) }
        var bootstrap = Bootstrap()
        bootstrap.resamples = 200
        let (first, again, other) = (
            bootstrap.stratumMeans(a), bootstrap.stratumMeans(a), bootstrap.stratumMeans(shifted)
        )
        #expect(first == again)
        for (x, y) in zip(first.joined(), other.joined()) { #expect(abs(y - x - 0.25) < 1e-12) }
        bootstrap.seed = 1
        #expect(bootstrap.stratumMeans(a) != first)
    }

    @Test func signFlipByHand() {
        func p(_ clusters: [[Double]]) -> Double { SignFlipTest().p(ClusteredSample(clusters)) }
        // Only all plus and all minus reach a sum of 6: 2 of 8.
        #expect(p([[1, 2, 3]]) == 0.25)
        // |+-1 +-2 +-1| is 4, 2, 2 and 0, each twice; the sum seen is 2: 6 of 8 reach it.
        #expect(p([[1, 2, -1]]) == 0.75)
        #expect(p([[0, 0], [0]]) == 1)
        #expect(p([[0.1]]) == 1)
        // Zeroes change nothing.
        #expect(p([[1, 2, 3, 0]]) == 0.25)
    }

    @Test func signFlipIsUniformUnderTheNull() {
        var random = PhiloxGenerator(seed: 4)
        var test = SignFlipTest()
        test.flips = 399
        let n = 1500
        for (scenarios, runs) in [(1, 9), (5, 8)] {
            let values = (0..<n).map { _ in
                test.p(simulated(&random, scenarios: scenarios, runs: runs, between: 0, within: 1))
            }
            for alpha in [0.05, 0.2, 0.5, 0.8] {
                let share = Double(values.count { $0 <= alpha }) / Double(n)
                let error = (alpha * (1 - alpha) / Double(n)).squareRoot()
                #expect(abs(share - alpha) < 3.5 * error + 0.005, "\(scenarios)x\(runs): P(p <= \(alpha)) = \(share)")
            }
        }
    }

    @Test func randomFlipsAgreeWithAllFlips() {
        var random = PhiloxGenerator(seed: 5)
        let sample = simulated(&random, scenarios: 3, runs: 4, mean: 0.05)
        var sampled = SignFlipTest()
        sampled.exactLimit = 0
        #expect(abs(sampled.p(sample) - SignFlipTest().p(sample)) < 0.015)
        #expect(sampled.p(sample) == sampled.p(sample))
    }

    @Test func holmByHandAndMonotone() {
        let adjusted = HolmCorrection.adjust([0.01, 0.04, 0.03])
        for (x, y) in zip(adjusted, [0.03, 0.06, 0.06]) { #expect(abs(x - y) < 1e-12) }
        var random = PhiloxGenerator(seed: 6)
        for _ in 0..<200 {
            let p = (0..<7).map { _ in Double(random.uniform()) }
            let holm = HolmCorrection.adjust(p)
            for i in p.indices {
                #expect(holm[i] >= p[i] && holm[i] <= 1)
                for j in p.indices where p[i] < p[j] { #expect(holm[i] <= holm[j]) }
            }
        }
        #expect(HolmCorrection.adjust([]).isEmpty)
    }

    @Test func resolutionFloorMatchesThePlanAndThePower() throws {
        // Means of 8 runs with spreads 0.08 and 0.12 vary by sqrt(0.08^2 + 0.12^2 / 8) = 0.0906.
        let error = 0.0906 / 59.0.squareRoot()
        #expect(abs(ResolutionFloor.of(standardError: error) - 0.033) < 5e-4)
        var random = PhiloxGenerator(seed: 7)
        let n = 3000
        for scenarios in [5, 20] {
            let floor = ResolutionFloor.of(
                standardError: 0.0906 / Double(scenarios).squareRoot(), degrees: Double(scenarios - 1))
            let found = (0..<n).count { _ in
                ClusterT.interval(simulated(&random, scenarios: scenarios, mean: floor))!.excludesZero
            }
            #expect((0.77...0.84).contains(Double(found) / Double(n)), "\(scenarios) scenarios: power \(found) of \(n)")
        }
    }

    @Test func probabilityOfImprovementCountsTiesHalf() {
        #expect(EffectSize.probabilityOfImprovement(ClusteredSample([[1, -1], [0, 2]])) == 0.625)
    }
}
