/// What the truth and the cheats earn on one case, by metric, behind the gates.
struct BracketedCase: Sendable {
    var scenario: String
    var draw: Int
    var truth: [String: Double]
    /// Those that differ from the truth there.
    var cheats: [String: [String: Double]] = [:]
    /// What the script bounds.
    var bounds: [Bound] = []
    /// Expectations that the truth fails, by metric.
    var unmet: [String] = []
    /// Floor cheats that meet every expectation in the modules.
    var lenient: [String] = []

    /// A bound of the script, and what lies on its sides.
    struct Bound: Sendable {
        var expected: ExpectedBound
        var truth: Double
        /// Floor cheats that get past the gates.
        var cheats: [Double] = []
    }
}
