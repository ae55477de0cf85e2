import Worlds

extension Frame {
    /// FNV-1a over its bytes.
    var fingerprint: UInt64 { pixels.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } }
}
