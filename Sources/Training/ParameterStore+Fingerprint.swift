import Tensors

extension ParameterStore {
    /// FNV-1a over the bits of all weights, in hexadecimal: tells networks apart in caches of what they made.
    public var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for i in 0..<count { hash = (hash ^ UInt64(values[i].bitPattern)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
