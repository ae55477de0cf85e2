import Worlds

/// Walks through the compressed data of a JPEG to see that they go to the picture's end: decoders fill up with gray what is not there.
///
/// Sequential and progressive Huffman coding, as all cameras and programs write; other pictures are left to the decoder.
struct JPEGScans {
    private struct Component {
        var id: UInt8
        var (across, down): (Int, Int)
        /// Blocks in a row of the padded picture.
        var stride = 0
    }

    /// More scans are no picture but an attack.
    static let scanLimit = 200
    private var width = 0
    private var height = 0
    private var isProgressive = false
    private var isHuffman = false
    private var components: [Component] = []
    /// For each component and block which of its 64 coefficients are not zero; only in progressive pictures.
    private var known: [[UInt64]] = []
    private var tables: [UInt8: JPEGHuffmanTable] = [:]
    private var interval = 0
    private var scans = 0

    /// Takes the frame header behind `marker`, of pictures whose size is within the limit; false where it makes no sense.
    mutating func begin(_ marker: UInt8, _ body: [UInt8]) -> Bool {
        isHuffman = marker <= 0xC2
        isProgressive = marker == 0xC2
        guard isHuffman else { return true }
        guard body.count >= 6, body.count >= 6 + 3 * Int(body[5]), (1...4).contains(body[5]) else { return false }
        (height, width) = (Int(body[1]) << 8 | Int(body[2]), Int(body[3]) << 8 | Int(body[4]))
        components = (0..<Int(body[5])).map { i in
            Component(id: body[6 + 3 * i], across: Int(body[7 + 3 * i] >> 4), down: Int(body[7 + 3 * i] & 15))
        }
        guard components.allSatisfy({ (1...4).contains($0.across) && (1...4).contains($0.down) }) else { return false }
        let (columns, rows) = units
        for i in components.indices { components[i].stride = columns * components[i].across }
        if isProgressive { known = components.map { [UInt64](repeating: 0, count: $0.stride * rows * $0.down) } }
        return true
    }

    private var most: (across: Int, down: Int) {
        (components.map(\.across).max() ?? 1, components.map(\.down).max() ?? 1)
    }

    /// The picture in units that hold the blocks of all components.
    private var units: (columns: Int, rows: Int) {
        ((width + 8 * most.across - 1) / (8 * most.across), (height + 8 * most.down - 1) / (8 * most.down))
    }

    mutating func restartInterval(_ body: [UInt8]) {
        if body.count >= 2 { interval = Int(body[0]) << 8 | Int(body[1]) }
    }

    /// Takes Huffman tables; false where they are none.
    mutating func tables(_ body: [UInt8]) -> Bool {
        var at = 0
        while at < body.count {
            guard at + 17 <= body.count else { return false }
            let counts = Array(body[at + 1..<at + 17])
            let end = at + 17 + counts.reduce(0) { $0 + Int($1) }
            guard end <= body.count, let table = JPEGHuffmanTable(counts: counts, values: Array(body[at + 17..<end]))
            else { return false }
            tables[body[at]] = table
            at = end
        }
        return true
    }

    /// Whether the data in `range` of `bytes` hold all of the scan that `body` announces.
    mutating func holds(_ body: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard isHuffman else { return true }
        scans += 1
        guard scans <= Self.scanLimit, let count = body.first.map(Int.init), (1...4).contains(count),
            body.count >= 4 + 2 * count
        else { return false }
        let (first, last, past) = (Int(body[1 + 2 * count]), Int(body[2 + 2 * count]), body[3 + 2 * count] >> 4)
        guard !isProgressive || (first <= last && last < 64 && (first > 0) == (last > 0) && (first == 0 || count == 1))
        else { return false }
        var parts: [(component: Int, dc: JPEGHuffmanTable?, ac: JPEGHuffmanTable?)] = []
        for i in 0..<count {
            guard let index = components.firstIndex(where: { $0.id == body[1 + 2 * i] }) else { return false }
            let selector = body[2 + 2 * i]
            let (dc, ac) = (tables[selector >> 4], tables[0x10 | selector & 15])
            let needsDC = first == 0 && !(isProgressive && past > 0)
            guard dc != nil || !needsDC, ac != nil || (isProgressive && first == 0) else { return false }
            parts.append((index, dc, ac))
        }
        var block = JPEGBlock(isProgressive: isProgressive, first: first, last: last, isRefinement: past > 0)
        var bits = JPEGBits(bytes, range)
        let alone = count == 1 ? components[parts[0].component] : nil
        func blocks(_ side: Int, _ own: Int, _ all: Int) -> Int { ((side * own + all - 1) / all + 7) / 8 }
        let (columns, rows) =
            alone.map { (blocks(width, $0.across, most.across), blocks(height, $0.down, most.down)) } ?? units
        for unit in 0..<columns * rows {
            if interval > 0, unit > 0, unit % interval == 0 {
                guard bits.restart() else { return false }
                block.restart()
            }
            for part in parts {
                let component = components[part.component]
                let (across, down) = alone == nil ? (component.across, component.down) : (1, 1)
                for inner in 0..<across * down {
                    let row = unit / columns * down + inner / across
                    let place = row * component.stride + unit % columns * across + inner % across
                    var spare: UInt64 = 0
                    let isWhole =
                        isProgressive
                        ? block.read(&bits, dc: part.dc, ac: part.ac, known: &known[part.component][place])
                        : block.read(&bits, dc: part.dc, ac: part.ac, known: &spare)
                    guard isWhole, !bits.isShort else { return false }
                }
            }
        }
        return true
    }
}
