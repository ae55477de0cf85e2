/// What a comparison says of B against A.
public enum Verdict: String, Codable, Sendable, CaseIterable {
    case better, worse, tie, inconclusive

    /// A tie seen through a coarser floor than this says nothing: a quarter of the way from floor to ceiling.
    public static let coarsest = 0.25

    /// Better or worse: the difference reaches the resolution floor, its interval excludes zero and p < 0.05.
    /// Tie: the difference is below the floor, and the floor is fine enough to mean something.
    /// Inconclusive: everything else, too few runs for a floor included.
    public init(interval: Interval?, floor: Double?, p: Double) {
        guard let interval, let floor else {
            self = .inconclusive
            return
        }
        let size = abs(interval.estimate)
        if size <= EffectSize.tie || size < floor {
            self = floor <= Self.coarsest ? .tie : .inconclusive
        } else if p < 0.05 && interval.excludesZero {
            self = interval.estimate > 0 ? .better : .worse
        } else {
            self = .inconclusive
        }
    }
}
