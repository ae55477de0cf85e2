/// A PCG32 generator: small, portable, bit-exact; a value, so that a forked world repeats its numbers.
struct RandomSource: Sendable {
    private var state: UInt64
    private let increment: UInt64

    /// Numbers of different `stream`s are independent.
    init(seed: UInt64, stream: UInt64) {
        state = 0
        increment = stream << 1 | 1
        _ = next()
        state &+= seed
        _ = next()
        _ = next()
    }

    mutating func next() -> UInt32 {
        let old = state
        state = old &* 6_364_136_223_846_793_005 &+ increment
        let mixed = UInt32(truncatingIfNeeded: ((old >> 18) ^ old) >> 27)
        let turn = UInt32(truncatingIfNeeded: old >> 59)
        return mixed >> turn | mixed << ((0 &- turn) & 31)
    }

    /// In [0, 1).
    mutating func uniform() -> Float { Float(next() >> 8) * (1 / 16_777_216) }

    /// In [low, high).
    mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * uniform() }

    /// In 0..<count.
    mutating func below(_ count: Int) -> Int { Int((UInt64(next()) * UInt64(count)) >> 32) }

    mutating func chance(_ probability: Float) -> Bool { uniform() < probability }

    mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }

    mutating func shuffle<T>(_ values: inout [T]) {
        for i in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(i, below(i + 1)) }
    }
}
