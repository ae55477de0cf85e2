import Synchronization

/// What the truth and the cheats earn on cases, kept while several candidates are run on one suite: neither depends on the
/// candidate. For one set of metrics.
public final class BoundCache: Sendable {
    struct Bounds: Sendable {
        /// The truth's values as it is, by metric.
        var oracle: [String: Double]
        /// The best cheat's.
        var floors: [String: Double]
    }

    private let known = Mutex<[String: Bounds]>([:])

    public init() {}

    /// Of cases that are scored together, by their hashes.
    func bounds(_ cases: [String], _ make: () throws -> Bounds) rethrows -> Bounds {
        let key = cases.joined(separator: "\n")
        if let kept = known.withLock({ $0[key] }) { return kept }
        let made = try make()
        known.withLock { $0[key] = made }
        return made
    }
}
