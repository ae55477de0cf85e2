import Worlds

/// Bits of a JPEG scan, the highest first; a byte of ones is followed by a zero byte.
struct JPEGBitWriter {
    private var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var count = 0

    /// The lowest `width` bits of `value`.
    mutating func append(_ value: Int, width: Int) {
        pending = pending << UInt64(width) | UInt64(truncatingIfNeeded: value) & ((1 << UInt64(width)) - 1)
        count += width
        while count >= 8 {
            count -= 8
            let byte = UInt8(truncatingIfNeeded: pending >> UInt64(count))
            bytes.append(byte)
            if byte == 0xFF { bytes.append(0) }
        }
    }

    /// All bytes; the last one is filled with ones.
    mutating func finished() -> [UInt8] {
        if count > 0 { append(0x7F, width: 8 - count) }
        return bytes
    }
}
