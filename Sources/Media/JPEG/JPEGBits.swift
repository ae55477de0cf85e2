import Worlds

/// The compressed bits of a JPEG's scan, without their stuffing; past their end there is nothing but a note that some are missing.
struct JPEGBits {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at: Int
    private let end: Int
    private var buffer: UInt32 = 0
    private var count = 0
    private(set) var isShort = false

    /// The bytes `range` of `bytes`, which must outlive it.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        (self.bytes, at, end) = (bytes, range.lowerBound, range.upperBound)
    }

    mutating func bit() -> Int {
        if count == 0 {
            guard at < end, bytes[at] != 0xFF || (at + 1 < end && bytes[at + 1] == 0) else {
                isShort = true
                return 0
            }
            (buffer, count) = (UInt32(bytes[at]), 8)
            at += bytes[at] == 0xFF ? 2 : 1
        }
        count -= 1
        return Int(buffer >> UInt32(count)) & 1
    }

    mutating func bits(_ n: Int) -> Int {
        var value = 0
        for _ in 0..<n { value = value << 1 | bit() }
        return value
    }

    /// Goes behind the next restart marker; false where there is none.
    mutating func restart() -> Bool {
        count = 0
        while at + 1 < end {
            if bytes[at] == 0xFF, (0xD0...0xD7).contains(bytes[at + 1]) {
                at += 2
                return true
            }
            at += 1
        }
        return false
    }
}
