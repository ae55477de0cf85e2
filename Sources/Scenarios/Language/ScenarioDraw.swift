import Worlds

/// One draw of a scenario's parameters and of the world's seed.
public struct ScenarioDraw: Hashable, Sendable {
    public var split: ScenarioCase.Split
    /// Counts through the splits: 0 to 3 are in distribution, 4 and 5 out of it, 6 and 7 combinations.
    public var number: Int
    public var seed: UInt64
    public var parameters: [String: PropertyValue]
    /// Shared by draws that differ in a counterbalanced parameter alone.
    public var pair: String?

    /// How many draws of each split.
    public struct Counts: Hashable, Codable, Sendable {
        public var id, ood, comb: Int
        /// 4 in distribution, 2 out of it, 2 combinations.
        public static let full = Counts(id: 4, ood: 2, comb: 2)

        public init(id: Int, ood: Int, comb: Int) { (self.id, self.ood, self.comb) = (id, ood, comb) }
    }
}
