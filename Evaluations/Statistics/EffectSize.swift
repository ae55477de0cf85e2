/// How large a paired difference is, without and with its scale.
public enum EffectSize {
    /// Differences below this are ties: rounding, not skill.
    public static let tie = 1e-9

    /// Cohen's d_z: mean over standard deviation of the units; nil when nothing varies or there are fewer than two.
    public static func dz(_ sample: ClusteredSample) -> Double? {
        let moments = Moments(sample.units)
        guard let deviation = moments.deviation, deviation > 1e-12 else { return nil }
        return moments.mean / deviation
    }

    /// The probability that a random run of a random scenario has a positive difference, ties counted half.
    public static func probabilityOfImprovement(_ sample: ClusteredSample) -> Double {
        ClusteredSample(sample.clusters.map { $0.map { $0 > tie ? 1 : $0 < -tie ? 0 : 0.5 } }).mean
    }
}
