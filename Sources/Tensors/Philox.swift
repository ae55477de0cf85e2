import Foundation

/// Philox4x32-10, a counter-based generator (Salmon et al. 2011): the same key and counter give the same numbers on
/// any number of threads.
public struct Philox: Sendable {
    let key: (UInt32, UInt32)
    let stream: (UInt32, UInt32)

    /// `seed` is the key; `stream` (a frame, a step, a parameter) fills the upper half of the counter.
    public init(seed: UInt64, stream: UInt64 = 0) {
        key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.stream = (UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    }

    /// Four random words for one value of the counter's lower half.
    public func words(_ counter: UInt64) -> SIMD4<UInt32> {
        // Four scalars: picking elements out of a vector takes several times as long.
        var (c0, c1) = (UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32))
        var (c2, c3) = stream
        var k = key
        for _ in 0..<10 {
            let a = UInt64(c0) &* 0xD251_1F53
            let b = UInt64(c2) &* 0xCD9E_8D57
            (c0, c1, c2, c3) = (
                UInt32(truncatingIfNeeded: b >> 32) ^ c1 ^ k.0, UInt32(truncatingIfNeeded: b),
                UInt32(truncatingIfNeeded: a >> 32) ^ c3 ^ k.1, UInt32(truncatingIfNeeded: a)
            )
            k.0 = k.0 &+ 0x9E37_79B9
            k.1 = k.1 &+ 0xBB67_AE85
        }
        return SIMD4(c0, c1, c2, c3)
    }

    /// Fills `buffer` with standard normals (Box and Muller 1958), four for each value of the counter, from `counter` on.
    public func normals(_ buffer: UnsafeMutableBufferPointer<Float>, from counter: UInt64 = 0) {
        var i = 0
        var counter = counter
        while i < buffer.count {
            let w = words(counter)
            counter += 1
            for pair in 0..<2 {
                let u = (Float(w[2 * pair] >> 8) + 1) * 0x1p-24
                let angle = Float(w[2 * pair + 1] >> 8) * 0x1p-24 * 2 * Float.pi
                let radius = (-2 * log(u)).squareRoot()
                if i < buffer.count { buffer[i] = radius * cos(angle) }
                if i + 1 < buffer.count { buffer[i + 1] = radius * sin(angle) }
                i += 2
            }
        }
    }
}
