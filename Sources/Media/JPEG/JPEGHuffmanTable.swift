import Worlds

/// A Huffman table of a JPEG.
struct JPEGHuffmanTable {
    /// Of the codes of each length 1...16: the largest, and where its value lies less it.
    private var largest = [Int](repeating: -1, count: 17)
    private var offset = [Int](repeating: 0, count: 17)
    private let values: [UInt8]

    /// `counts` are how many codes there are of each of 16 lengths; nil where they are no code.
    init?(counts: [UInt8], values: [UInt8]) {
        self.values = values
        var (code, first) = (0, 0)
        for length in 1...16 {
            let count = Int(counts[length - 1])
            offset[length] = first - code
            code += count
            first += count
            largest[length] = count == 0 ? -1 : code - 1
            guard code <= 1 << length else { return nil }
            code <<= 1
        }
        guard first == values.count else { return nil }
    }

    /// The value of the next code; nil where there is no such code.
    func next(_ bits: inout JPEGBits) -> Int? {
        var code = 0
        for length in 1...16 {
            code = code << 1 | bits.bit()
            if code <= largest[length] { return Int(values[code + offset[length]]) }
        }
        return nil
    }
}
