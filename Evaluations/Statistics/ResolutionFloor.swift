/// The smallest true difference that data of this size and spread would show in four of five repetitions.
public enum ResolutionFloor {
    public static let power = 0.8

    /// (t(0.975, k - 1) + t(0.8, k - 1)) s / sqrt(k) over the k units; nil for fewer than two.
    public static func of(_ sample: ClusteredSample) -> Double? {
        let moments = Moments(sample.units)
        guard let error = moments.standardError else { return nil }
        return of(standardError: error, degrees: Double(moments.count - 1))
    }

    /// The same for any estimate with a known standard error.
    public static func of(standardError: Double, degrees: Double = .infinity) -> Double {
        let t = StudentT(degrees: degrees)
        return (t.quantile(0.975) + t.quantile(power)) * standardError
    }
}
