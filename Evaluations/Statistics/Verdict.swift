/// What a comparison says of B against A.
public enum Verdict: String, Codable, Sendable, CaseIterable {
    case better, worse, tie, inconclusive
    case tooSmall = "too_small"

    /// A tie seen through a coarser floor than this says nothing: a quarter of the way from floor to ceiling.
    public static let coarsest = 0.25
    /// A p value from here on is not evidence.
    public static let significance = 0.05

    /// Too small: so few runs that no outcome whatever could have reached p < 0.05; `leastP` is what the most extreme one
    /// would. Better or worse: the difference reaches the resolution floor, its interval excludes zero and p < 0.05.
    /// Tie: the difference is below the floor, and the floor is fine enough to mean something.
    /// Inconclusive: everything else.
    public init(interval: Interval?, floor: Double?, p: Double, leastP: Double = 0) {
        guard leastP < Self.significance, let interval, let floor else {
            self = .tooSmall
            return
        }
        let size = abs(interval.estimate)
        if size <= EffectSize.tie || size < floor {
            self = floor <= Self.coarsest ? .tie : .inconclusive
        } else if p < Self.significance && interval.excludesZero {
            self = interval.estimate > 0 ? .better : .worse
        } else {
            self = .inconclusive
        }
    }

    /// For people.
    public var words: String { self == .tooSmall ? "too small" : rawValue }
}
