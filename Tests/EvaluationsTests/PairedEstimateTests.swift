import Tensors
import Testing

@testable import Evaluations

struct PairedEstimateTests {
    private func sample(_ seed: UInt64, scenarios: Int = 5, mean: Double, spread: Double = 0.02) -> ClusteredSample {
        var random = PhiloxGenerator(seed: seed)
        return ClusteredSample(
            (0..<scenarios).map { _ in (0..<8).map { _ in mean + spread * Double(random.normal()) } })
    }

    @Test func verdicts() {
        #expect(PairedEstimate(sample(1, mean: 0.2)).verdict == .better)
        #expect(PairedEstimate(sample(2, mean: -0.2)).verdict == .worse)
        #expect(PairedEstimate(sample(3, mean: 0)).verdict == .tie)
        // Equal runs everywhere: nothing varies and nothing differs.
        #expect(PairedEstimate(ClusteredSample([[0, 0, 0], [0, 0, 0]])).verdict == .tie)
        // One pair proves nothing, however far apart.
        let single = PairedEstimate(ClusteredSample([[0.9]]))
        #expect(single.verdict == .tooSmall && single.interval == nil && single.resolutionFloor == nil)
        // A spread of half the scale over six scenarios cannot call anything a tie.
        #expect(PairedEstimate(ClusteredSample([[0.5], [-0.6], [0.2], [-0.4], [0.5], [0]])).verdict == .inconclusive)
    }

    /// Where not even differences of one sign throughout reach p < 0.05, nothing is said, equality included.
    @Test func tooFewRunsAreSaidToBe() {
        #expect(PairedEstimate(ClusteredSample([[0.5], [0.5], [0.5], [0.5], [0.5]])).verdict == .tooSmall)
        #expect(PairedEstimate(ClusteredSample([[0.5], [0.5], [0.5], [0.5], [0.5], [0.5]])).verdict == .better)
        #expect(PairedEstimate(ClusteredSample([[0], [0], [0], [0]])).verdict == .tooSmall)
        var three = (0..<3).map { _ in PairedEstimate(ClusteredSample([[0.5], [0.5], [0.5], [0.5], [0.5], [0.5]])) }
        PairedEstimate.holm(&three)
        #expect(three.allSatisfy { $0.verdict == .tooSmall })
        #expect(SuiteSize.runsNeeded(among: 1) == 6 && SuiteSize.runsNeeded(among: 3) == 7)
        #expect(SuiteSize.runsNeeded(among: 12) == 9)
    }

    @Test func countsAndDirection() {
        let estimate = PairedEstimate(ClusteredSample([[0.1, -0.1, 0], [0.3, 0.3, 0.3]]))
        #expect((estimate.wins, estimate.ties, estimate.losses) == (4, 1, 1))
        #expect(estimate.pairs == 6 && estimate.scenarios == 2 && estimate.unit == .scenario)
        #expect(abs(estimate.delta - 0.15) < 1e-12)
    }

    @Test func holmWithdrawsAVerdictAmongMany() {
        // Seven equal gains in one scenario: p = 2 / 128, not small enough for one of twelve families.
        let gain = PairedEstimate(ClusteredSample([[0.2, 0.21, 0.2, 0.19, 0.2, 0.21, 0.2]]))
        #expect(gain.verdict == .better)
        var all = [gain] + (0..<11).map { PairedEstimate(sample(UInt64($0) + 10, mean: 0)) }
        PairedEstimate.holm(&all)
        #expect(all[0].holmP > 0.05 && all[0].p < 0.05)
        // Of seven runs no outcome could be told from luck among twelve families.
        #expect(all[0].verdict == .tooSmall)
    }

    @Test func overallWeighsModulesEqually() {
        let estimate = PairedEstimate(modules: [
            sample(20, scenarios: 2, mean: 0.3, spread: 0), sample(21, scenarios: 10, mean: 0, spread: 0),
        ])
        #expect(abs(estimate.delta - 0.15) < 1e-9)
        let clear = PairedEstimate(modules: (0..<3).map { sample(30 + $0, mean: 0.2) })
        #expect(clear.verdict == .better && clear.interval!.low > 0.15 && clear.p < 0.001)
        let null = PairedEstimate(modules: (0..<3).map { sample(40 + $0, mean: 0) })
        #expect(null.verdict == .tie)
    }

    /// One candidate under two sets of noise, at the size of the smallest suite: 12 scenarios of 8 runs.
    @Test func noiseAloneIsHardlyEverCalledSkill() {
        var bootstrap = Bootstrap()
        bootstrap.resamples = 300
        var test = SignFlipTest()
        test.flips = 300
        var verdicts: [Verdict: Int] = [:]
        for seed in 0..<200 {
            var random = PhiloxGenerator(seed: UInt64(seed))
            let modules = (0..<3).map { _ in
                ClusteredSample((0..<4).map { _ in (0..<8).map { _ in 0.17 * Double(random.normal()) } })
            }
            verdicts[PairedEstimate(modules: modules, bootstrap: bootstrap, test: test).verdict, default: 0] += 1
        }
        #expect(verdicts[.tie, default: 0] >= 190)
        #expect(verdicts[.better, default: 0] + verdicts[.worse, default: 0] <= 6)
    }
}
