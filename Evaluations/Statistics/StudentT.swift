import Foundation

/// Student's t distribution with `degrees` degrees of freedom (any positive number; infinity is the normal).
public struct StudentT: Sendable {
    public let degrees: Double

    public init(degrees: Double) {
        precondition(degrees > 0, "Student's t needs a positive number of degrees of freedom")
        self.degrees = degrees
    }

    /// P(T <= t) = 1 - I_x(degrees / 2, 1/2) / 2 for t >= 0, with x = degrees / (degrees + t^2).
    public func cdf(_ t: Double) -> Double {
        if degrees.isInfinite { return 0.5 * erfc(-t / 2.0.squareRoot()) }
        let tail = 0.5 * Self.incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t))
        return t < 0 ? tail : 1 - tail
    }

    /// The t below which a share `p`, 0 < p < 1, of the distribution lies.
    public func quantile(_ p: Double) -> Double {
        precondition(p > 0 && p < 1, "a quantile lies strictly between 0 and 1")
        if p < 0.5 { return -quantile(1 - p) }
        var (low, high) = (0.0, 1.0)
        while cdf(high) < p && high < 1e12 { high *= 2 }
        for _ in 0..<200 where high - low > 1e-12 * high {
            let middle = (low + high) / 2
            if cdf(middle) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The regularised incomplete beta function I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8),
    /// evaluated with Lentz's method.
    private static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(b, a, 1 - x) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        let tiny = 1e-300
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var (c, fraction) = (1.0, d)
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            var change = 1.0
            for term in [even, odd] {
                d = 1 + term * d
                d = 1 / (abs(d) < tiny ? tiny : d)
                c = 1 + term / c
                c = abs(c) < tiny ? tiny : c
                change = c * d
                fraction *= change
            }
            if abs(change - 1) < 1e-15 { break }
        }
        return front * fraction
    }
}
