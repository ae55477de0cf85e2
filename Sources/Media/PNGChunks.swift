import Foundation
import Worlds

/// The chunks of a PNG, as far as there are any.
struct PNGChunks {
    /// Types with where their data lie.
    private(set) var chunks: [(type: String, data: Range<Int>)] = []
    /// Whether the last chunk, IEND, is there.
    private(set) var isWhole = false
    private let bytes: Data

    init(_ data: Data) {
        bytes = data
        var at = data.startIndex + 8
        while data.endIndex - at >= 12 {
            let length = data[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= data.endIndex - at - 12 else { return }
            let type = String(decoding: data[at + 4..<at + 8], as: UTF8.self)
            chunks.append((type, at + 8..<at + 8 + length))
            if type == "IEND" {
                isWhole = true
                return
            }
            at += 12 + length
        }
    }

    /// A chunk's bytes, with its check sum (CRC-32).
    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let body = Array(type.utf8) + data
        let sum = body.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
        }
        return bytes(UInt32(data.count)) + body + bytes(~sum)
    }

    /// The data of the first chunk of a type.
    subscript(_ type: String) -> Data? { chunks.first { $0.type == type }.map { bytes[$0.data] } }
}
