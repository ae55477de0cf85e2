import Foundation

/// Philox as a sequential generator for Swift's random APIs.
public struct PhiloxGenerator: RandomNumberGenerator, Sendable {
    private let philox: Philox
    private var counter: UInt64 = 0
    private var spare: UInt64?

    public init(seed: UInt64, stream: UInt64 = 0) { philox = Philox(seed: seed, stream: stream) }

    public mutating func next() -> UInt64 {
        if let value = spare {
            spare = nil
            return value
        }
        let w = philox.words(counter)
        counter += 1
        spare = UInt64(w[2]) | UInt64(w[3]) << 32
        return UInt64(w[0]) | UInt64(w[1]) << 32
    }

    /// Uniform in [0, 1).
    public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Standard normal.
    public mutating func normal() -> Float {
        let u = (Float(next() >> 40) + 1) * 0x1p-24
        return (-2 * log(u)).squareRoot() * cos(2 * Float.pi * uniform())
    }
}
