import Worlds

/// Reads a block of 64 coefficients over, without making it.
struct JPEGBlock {
    let isProgressive: Bool
    /// Coefficients of the scan.
    let first: Int
    let last: Int
    /// A further bit of coefficients that earlier scans began.
    let isRefinement: Bool
    /// Blocks to come that have nothing more.
    private var run = 0

    init(isProgressive: Bool, first: Int, last: Int, isRefinement: Bool) {
        (self.isProgressive, self.first, self.last) = (isProgressive, first, last)
        self.isRefinement = isRefinement
    }

    mutating func restart() { run = 0 }

    /// False where the bits are no block. `known` says which coefficients are not zero.
    mutating func read(
        _ bits: inout JPEGBits, dc: JPEGHuffmanTable?, ac: JPEGHuffmanTable?, known: inout UInt64
    ) -> Bool {
        if isProgressive && first == 0 {
            if isRefinement {
                _ = bits.bit()
                return true
            }
            return skipDC(&bits, dc)
        }
        guard let ac else { return false }
        guard isProgressive else { return skipDC(&bits, dc) && sequential(&bits, ac) }
        return isRefinement ? refine(&bits, ac, &known) : begin(&bits, ac, &known)
    }

    private func skipDC(_ bits: inout JPEGBits, _ table: JPEGHuffmanTable?) -> Bool {
        guard let size = table?.next(&bits), size <= 16 else { return false }
        _ = bits.bits(size)
        return true
    }

    private func sequential(_ bits: inout JPEGBits, _ table: JPEGHuffmanTable) -> Bool {
        var at = 1
        while at < 64 {
            guard let code = table.next(&bits) else { return false }
            let (zeros, size) = (code >> 4, code & 15)
            if size == 0 {
                if zeros < 15 { return true }
                at += 16
            } else {
                at += zeros + 1
                _ = bits.bits(size)
                if at > 64 { return false }
            }
            if bits.isShort { return false }
        }
        return true
    }

    private mutating func begin(_ bits: inout JPEGBits, _ table: JPEGHuffmanTable, _ known: inout UInt64) -> Bool {
        if run > 0 {
            run -= 1
            return true
        }
        var at = first
        while at <= last {
            guard let code = table.next(&bits), !bits.isShort else { return false }
            let (zeros, size) = (code >> 4, code & 15)
            if size == 0 {
                if zeros < 15 {
                    run = (1 << zeros) - 1 + bits.bits(zeros)
                    return true
                }
                at += 16
            } else {
                at += zeros
                _ = bits.bits(size)
                guard at <= last else { return false }
                known |= 1 << UInt64(at)
                at += 1
            }
        }
        return true
    }

    private mutating func refine(_ bits: inout JPEGBits, _ table: JPEGHuffmanTable, _ known: inout UInt64) -> Bool {
        var at = first
        while run == 0, at <= last {
            guard let code = table.next(&bits), !bits.isShort else { return false }
            var zeros = code >> 4
            let isNew = code & 15 != 0
            if isNew {
                _ = bits.bit()
            } else if zeros < 15 {
                run = (1 << zeros) + bits.bits(zeros)
                break
            }
            while at <= last {
                if known & 1 << UInt64(at) != 0 {
                    _ = bits.bit()
                } else if zeros == 0 {
                    break
                } else {
                    zeros -= 1
                }
                at += 1
            }
            if isNew {
                guard at <= last else { return false }
                known |= 1 << UInt64(at)
            }
            at += 1
        }
        guard run > 0 else { return true }
        while at <= last {
            if known & 1 << UInt64(at) != 0 { _ = bits.bit() }
            at += 1
        }
        run -= 1
        return true
    }
}
