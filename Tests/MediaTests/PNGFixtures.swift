import Foundation

@testable import Media
@testable import Worlds

/// PNG files of every colour type and depth, built by hand.
enum PNGFixtures {
    /// `rows` are packed samples without filter bytes; `extra` are chunks between header and data.
    static func png(_ width: Int, _ height: Int, depth: UInt8, type: UInt8, rows: [[UInt8]], extra: [UInt8] = [])
        -> Data
    {
        func big(_ n: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: n >> (24 - 8 * $0)) } }
        let raw: [UInt8] = rows.flatMap { row -> [UInt8] in [0] + row }
        // One stored block of deflate.
        let size = [UInt8(raw.count & 255), UInt8(raw.count >> 8)]
        var (a, b) = (1, 0)
        for byte in raw {
            a = (a + Int(byte)) % 65_521
            b = (b + a) % 65_521
        }
        let stream: [UInt8] = [0x78, 0x01, 1] + size + size.map { ~$0 } + raw + big(b << 16 | a)
        let header = PNGChunks.chunk("IHDR", big(width) + big(height) + [depth, type, 0, 0, 0])
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        for part in [header, extra, PNGChunks.chunk("IDAT", stream), PNGChunks.chunk("IEND", [])] { bytes += part }
        return Data(bytes)
    }

    /// A TIFF block that holds an orientation alone.
    static func exif(_ orientation: UInt8, bigEndian: Bool = true) -> [UInt8] {
        bigEndian
            ? [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
            : [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
    }
}
