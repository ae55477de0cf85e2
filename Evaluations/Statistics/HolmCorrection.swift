/// Holm's step-down correction (1979): p values that keep the chance of a single false finding among all below alpha.
public enum HolmCorrection {
    /// Adjusted p values in the order given: max over smaller p of (m - rank) p, at most 1.
    public static func adjust(_ p: [Double]) -> [Double] {
        var adjusted = p
        var largest = 0.0
        for (rank, i) in p.indices.sorted(by: { (p[$0], $0) < (p[$1], $1) }).enumerated() {
            largest = max(largest, min(1, p[i] * Double(p.count - rank)))
            adjusted[i] = largest
        }
        return adjusted
    }
}
