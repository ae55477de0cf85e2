/// Where a score comes from.
public enum Tier: String, Codable, Sendable, CaseIterable {
    /// Truth of the simulator.
    case truth = "T0"
    /// The commanded camera alone.
    case camera = "T1"
    /// Pixels alone.
    case pixels = "T2"
}
