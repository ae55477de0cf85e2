import Foundation
import Synchronization

/// A connection that has become a WebSocket (RFC 6455): whole messages in, whole messages out.
final class WebSocket: Sendable {
    /// Why a message is not taken, with the code that closes the connection.
    struct Violation: Error {
        var code: UInt16
        var words: String
        static let malformed = Violation(code: 1002, words: "malformed frame")
        static let notText = Violation(code: 1007, words: "a message is UTF-8 text")
        static let tooLong = Violation(code: 1009, words: "message too long")
    }

    /// Bytes of a client's message at most.
    static let messageLimit = 64 << 10
    private let socket: TCPSocket
    private let writing = Mutex(())

    init(_ socket: TCPSocket) { self.socket = socket }

    /// The answer to a client's key.
    static func accept(_ key: String) -> String {
        Data(SHA1.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)).base64EncodedString()
    }

    func send(_ text: String) throws { try send(0x1, [Array(text.utf8)]) }
    func send(_ parts: [[UInt8]]) throws { try send(0x2, parts) }

    /// Says why, and ends the connection.
    func close(_ code: UInt16, _ words: String) {
        try? send(0x8, [[UInt8(code >> 8), UInt8(code & 255)], Array(words.utf8.prefix(120))])
        socket.shutDown()
    }

    /// The client's next message; nil where it has closed. Pings are answered meanwhile.
    func message(_ reader: inout ByteReader, until deadline: ContinuousClock.Instant) throws -> Data? {
        var message = Data()
        var isOpen = false
        while true {
            let frame = try WebSocketFrame(&reader, limit: Self.messageLimit - message.count, until: deadline)
            switch frame.opcode {
            case 0x1 where !isOpen, 0x0 where isOpen:
                message.append(contentsOf: frame.payload)
                isOpen = true
                guard frame.isFinal else { continue }
                guard String(validating: message, as: UTF8.self) != nil else { throw Violation.notText }
                return message
            case 0x2: throw Violation(code: 1003, words: "messages are text")
            case 0x8:
                try? send(0x8, [Array(frame.payload.prefix(2))])
                return nil
            case 0x9: try send(0xA, [frame.payload])
            case 0xA: break
            default: throw Violation.malformed
            }
        }
    }

    private func send(_ opcode: UInt8, _ parts: [[UInt8]]) throws {
        var bytes = WebSocketFrame.head(opcode, count: parts.reduce(0) { $0 + $1.count })
        bytes.reserveCapacity(parts.reduce(bytes.count) { $0 + $1.count })
        for part in parts { bytes += part }
        try writing.withLock { _ in try bytes.withUnsafeBytes { try socket.write($0) } }
    }
}
