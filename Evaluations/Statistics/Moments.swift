import Foundation

/// Mean and standard deviation of a sample.
public struct Moments: Hashable, Sendable {
    public let count: Int
    public let mean: Double
    /// With n - 1 in the denominator; nil for fewer than two values.
    public let deviation: Double?

    public init(_ values: [Double]) {
        count = values.count
        let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = values.count < 2 ? nil : (squares / Double(values.count - 1)).squareRoot()
    }

    /// The geometric mean; 0 if any is 0 or less.
    public static func geometric(_ values: [Double]) -> Double {
        values.contains { $0 <= 0 } ? 0 : exp(Moments(values.map { log($0) }).mean)
    }

    /// Standard error of the mean; nil for fewer than two values.
    public var standardError: Double? { deviation.map { $0 / Double(count).squareRoot() } }
}
