import Evaluations
import Tensors
import Testing

/// 95% intervals of suites as they are: few scenarios, scores of which many are 0 or 1, some families of one scenario.
///
/// A world is drawn (how well it does in each family), then suites are drawn for it; the interval has to hold the mean
/// over all scenarios that could have been drawn at least nine times out of ten.
struct CoverageTests {
    /// How the scores of a family's scenarios come about.
    enum Kind: String, CaseIterable {
        /// Right or wrong, mostly wrong.
        case seldom
        /// Right or wrong.
        case even
        /// Anything between.
        case graded
        /// Families that differ much.
        case mixed
    }

    struct Shape: Sendable, CustomTestStringConvertible {
        var families, scenarios, runs: Int
        var testDescription: String { "\(families) families of \(scenarios) with \(runs) runs" }
    }

    /// A module of `smoke`, and one of `standard`.
    static let shapes = [
        Shape(families: 4, scenarios: 1, runs: 1), Shape(families: 4, scenarios: 5, runs: 4),
        Shape(families: 3, scenarios: 2, runs: 2),
    ]

    private func level(_ kind: Kind, family: Int) -> Double {
        switch kind {
        case .seldom: 0.08
        case .even: 0.5
        case .graded: 0.4
        case .mixed: [0.1, 0.9, 0.5, 0.3][family % 4]
        }
    }

    /// One scenario's runs around a level; its mean over scenarios is that level.
    private func scenario(_ kind: Kind, _ level: Double, runs: Int, _ random: inout PhiloxGenerator) -> [Double] {
        if kind == .graded || kind == .mixed {
            let reach = min(level, 1 - level)
            let centre = level + reach * (2 * Double(random.uniform()) - 1) * 0.8
            return (0..<runs).map { _ in centre + 0.2 * reach * (2 * Double(random.uniform()) - 1) }
        }
        let isRight = Double(random.uniform()) < level
        return [Double](repeating: isRight ? 1 : 0, count: runs)
    }

    private func module(_ kind: Kind, _ shape: Shape, _ random: inout PhiloxGenerator) -> ModuleSample {
        ModuleSample(
            (0..<shape.families).map { family in
                ClusteredSample(
                    (0..<shape.scenarios).map { _ in
                        scenario(kind, level(kind, family: family), runs: shape.runs, &random)
                    })
            })
    }

    private func truth(_ kind: Kind, _ shape: Shape) -> Double {
        (0..<shape.families).reduce(0) { $0 + level(kind, family: $1) } / Double(shape.families)
    }

    /// At least nine in ten of the intervals drawn hold `want`.
    private func expectCoverage(of want: Double, draws n: Int, _ draw: () -> Interval) {
        let covered = (0..<n).count { _ in
            let interval = draw()
            return interval.low - 1e-9 <= want && want <= interval.high + 1e-9
        }
        #expect(covered * 10 >= n * 9, "\(covered) of \(n)")
    }

    @Test(arguments: Kind.allCases, shapes) func modulesAreCovered(_ kind: Kind, _ shape: Shape) {
        var random = PhiloxGenerator(seed: 11)
        var bootstrap = Bootstrap()
        bootstrap.resamples = 1000
        expectCoverage(of: truth(kind, shape), draws: 600) {
            ScoreInterval.modules([module(kind, shape, &random)], bootstrap: bootstrap)
        }
    }

    @Test(arguments: Kind.allCases, shapes) func theHeadlineIsCovered(_ kind: Kind, _ shape: Shape) {
        var random = PhiloxGenerator(seed: 12)
        var bootstrap = Bootstrap()
        bootstrap.resamples = 600
        expectCoverage(of: truth(kind, shape), draws: 200) {
            let modules = (0..<3).map { _ in module(kind, shape, &random) }
            return ScoreInterval.modules(modules, bootstrap: bootstrap) { Moments.geometric($0) }
        }
    }

    @Test(arguments: Kind.allCases) func familiesAreCovered(_ kind: Kind) {
        var random = PhiloxGenerator(seed: 13)
        let shape = Shape(families: 1, scenarios: 5, runs: 4)
        let (n, want) = (1000, truth(kind, shape))
        let covered = (0..<n).count { _ in
            let interval = ScoreInterval.family(module(kind, shape, &random).families[0])
            return interval.low <= want && want <= interval.high
        }
        #expect(covered * 10 >= n * 9, "\(covered) of \(n)")
    }

    /// With many scenarios the interval is that of the textbook, not a wide one.
    @Test func wideOnlyWhereFew() {
        var random = PhiloxGenerator(seed: 14)
        let many = module(.graded, Shape(families: 4, scenarios: 40, runs: 1), &random)
        let interval = ScoreInterval.modules([many])
        let errors = many.families.map { Moments($0.units).standardError! }
        let textbook = 1.96 * errors.reduce(0) { $0 + $1 * $1 }.squareRoot() / 4
        #expect(abs((interval.high - interval.low) / (2 * textbook) - 1) < 0.08)
    }

    @Test func oneScenarioSaysNothing() {
        let alone = ScoreInterval.family(ClusteredSample([[0.4, 0.6, 0.5]]))
        #expect((alone.low, alone.high) == (0, 1))
        // None of four right: up to 60% may be, by the exact binomial bound.
        let none = ScoreInterval.family(ClusteredSample([[0], [0], [0], [0]]))
        #expect(none.low == 0 && abs(none.high - 0.6024) < 1e-4)
        let module = ScoreInterval.modules([ModuleSample((0..<4).map { _ in ClusteredSample([[0]]) })])
        #expect(module.low == 0 && abs(module.high - 0.6024) < 0.02)
    }
}
