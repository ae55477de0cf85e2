import Foundation
import Worlds

/// What the server says: JSON as text, or before pictures as bytes.
enum ServerMessage {
    /// Grows with every change that an older client would take wrongly.
    static let version = 1

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }()

    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A header with the lengths of what follows in its `bytes`: its own length in four bytes, the lowest first, then it, then
    /// they.
    static func parts(_ header: some Encodable, _ blobs: [[UInt8]]) throws -> [[UInt8]] {
        parts(json: Array(try encoder.encode(header)), blobs)
    }

    static func parts(json: [UInt8], _ blobs: [[UInt8]]) -> [[UInt8]] {
        let length = (0..<4).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
        return [length, json] + blobs
    }

    struct Failure: Encodable {
        var type = "error"
        var id: Int?
        var message: String
    }

    /// A state file.
    struct Saved: Encodable {
        var type = "saved"
        var id: Int?
        var text: String
    }

    struct Notice: Encodable {
        var type = "notice"
        var message: String
    }
}
