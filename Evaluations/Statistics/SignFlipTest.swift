import Tensors

/// The sign-flip permutation test of paired differences (Fisher 1935): were A and B interchangeable, every difference
/// could as well have had the other sign.
///
/// Two-sided, on the clustered mean. Pairs that differ are flipped one by one: all 2^n ways when n is at most
/// `exactLimit`, otherwise `flips` random ones from Philox, so that the same data give the same p.
public struct SignFlipTest: Sendable {
    public var flips = 10_000
    public var exactLimit = 13
    public var seed: UInt64 = 0

    public init() {}

    /// The p of the most extreme outcome of so many pairs: all differences of one sign.
    public static func leastP(pairs: Int) -> Double { 2 / Double(sign: .plus, exponent: pairs, significand: 1) }

    /// The share of flips, the identity among them, whose mean is at least as far from zero. 1 if nothing differs.
    public func p(_ sample: ClusteredSample) -> Double {
        let terms = sample.weighted.map { $0.value * $0.weight }.filter { $0 != 0 }
        if terms.isEmpty { return 1 }
        // Sums in another order differ in their last bits; they count as equal.
        let observed = abs(terms.reduce(0, +)) - 1e-12 * terms.reduce(0) { $0 + abs($1) }
        func flipped(_ sign: (Int) -> Bool) -> Bool {
            var sum = 0.0
            for (i, term) in terms.enumerated() { sum += sign(i) ? -term : term }
            return abs(sum) >= observed
        }
        if terms.count <= exactLimit {
            let all = 1 << terms.count
            let extreme = (0..<all).count { mask in flipped { mask >> $0 & 1 == 1 } }
            return Double(extreme) / Double(all)
        }
        var random = PhiloxGenerator(seed: seed, stream: 0xF11B)
        var extreme = 1
        var bits = [UInt64](repeating: 0, count: (terms.count + 63) / 64)
        for _ in 0..<flips {
            for i in bits.indices { bits[i] = random.next() }
            if flipped({ bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }) { extreme += 1 }
        }
        return Double(extreme) / Double(flips + 1)
    }
}
