import Foundation
import Worlds

/// Writes frames as baseline JPEG with full colour resolution, in the tables of the standard's annex K.
public enum JPEGEncoder {
    /// `quality` lies in 1...100, as libjpeg counts it.
    public static func encode(_ frame: Frame, quality: Int = 90) -> [UInt8] {
        let scale = quality < 50 ? 5000 / max(1, quality) : 200 - 2 * min(100, quality)
        let tables = [luminance, chrominance].map { $0.map { max(1, min(255, ($0 * scale + 50) / 100)) } }
        var bytes = header(frame, tables)
        var bits = JPEGBitWriter()
        let divisors = tables.map(JPEGTransform.divisors)
        var last = [0, 0, 0]
        var planes = [[Float]](repeating: [Float](repeating: 0, count: 64), count: 3)
        for top in stride(from: 0, to: frame.height, by: 8) {
            for left in stride(from: 0, to: frame.width, by: 8) {
                read(frame, left, top, into: &planes)
                for c in 0..<3 {
                    let table = min(c, 1)
                    let values = JPEGTransform.quantised(&planes[c], divisors[table])
                    JPEGHuffmanCode.write(values, after: &last[c], JPEGHuffmanCode.all[table], to: &bits)
                }
            }
        }
        bytes += bits.finished()
        return bytes + [0xFF, 0xD9]
    }

    /// The block at a place as luminance and two colour differences around 0; beyond the picture its edge is repeated.
    private static func read(_ frame: Frame, _ left: Int, _ top: Int, into planes: inout [[Float]]) {
        frame.pixels.withUnsafeBufferPointer { pixels in
            for y in 0..<8 {
                let row = min(top + y, frame.height - 1) * frame.width
                for x in 0..<8 {
                    let at = 3 * (row + min(left + x, frame.width - 1))
                    let (r, g, b) = (Float(pixels[at]), Float(pixels[at + 1]), Float(pixels[at + 2]))
                    planes[0][8 * y + x] = 0.299 * r + 0.587 * g + 0.114 * b - 128
                    planes[1][8 * y + x] = -0.168_736 * r - 0.331_264 * g + 0.5 * b
                    planes[2][8 * y + x] = 0.5 * r - 0.418_688 * g - 0.081_312 * b
                }
            }
        }
    }

    private static func header(_ frame: Frame, _ tables: [[Int]]) -> [UInt8] {
        func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
            let count = body.count + 2
            return [0xFF, marker, UInt8(count >> 8), UInt8(count & 255)] + body
        }
        func sixteen(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
        var bytes: [UInt8] = [0xFF, 0xD8]
        bytes += segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
        for (number, table) in tables.enumerated() {
            bytes += segment(0xDB, [UInt8(number)] + JPEGTransform.zigzag.map { UInt8(table[$0]) })
        }
        let components: [UInt8] = [1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]
        bytes += segment(0xC0, [8] + sixteen(frame.height) + sixteen(frame.width) + [3] + components)
        for (number, codes) in JPEGHuffmanCode.all.enumerated() {
            for (kind, code) in [codes.direct, codes.alternating].enumerated() {
                bytes += segment(0xC4, [UInt8(kind << 4 | number)] + code.counts + code.symbols)
            }
        }
        return bytes + segment(0xDA, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0])
    }

    private static let luminance = [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ]
    private static let chrominance = [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ]
}
