/// One draw of a scenario under one noise seed: what is paired.
public struct CaseKey: Hashable, Comparable, Codable, Sendable {
    public var scenario: String
    public var draw: Int
    /// Noise seed, or the number of A's noise seed where A and B ran under different ones.
    public var seed: Int

    public init(scenario: String, draw: Int, seed: Int) {
        (self.scenario, self.draw, self.seed) = (scenario, draw, seed)
    }

    public static func < (a: CaseKey, b: CaseKey) -> Bool {
        (a.scenario, a.draw, a.seed) < (b.scenario, b.draw, b.seed)
    }
}
