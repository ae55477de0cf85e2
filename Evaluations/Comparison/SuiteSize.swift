/// Whether a suite has the runs that a verdict takes, and which one has.
enum SuiteSize {
    /// Shipped suites, each with more runs than the one before.
    static let shipped = ["smoke", "standard", "full"]

    /// "`--suite standard`", or what there is instead where a suite is not a shipped one or the largest of them.
    static func larger(than suite: String) -> String {
        guard let place = shipped.firstIndex(of: suite), place + 1 < shipped.count else {
            return "a suite of more scenarios"
        }
        return "--suite \(shipped[place + 1])"
    }

    /// The least number of runs of which some outcome reaches p < 0.05 after Holm's correction among `sisters`.
    static func runsNeeded(among sisters: Int) -> Int {
        (1...64).first { SignFlipTest.leastP(pairs: $0) * Double(max(1, sisters)) < Verdict.significance } ?? 64
    }
}
