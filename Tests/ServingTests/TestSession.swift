import Foundation

/// A WebSocket to a server under test.
final class TestSession {
    struct Message {
        var header: [String: Any]
        var blobs: [[UInt8]]

        subscript(_ name: String) -> Int? { header[name] as? Int }
        var type: String { header["type"] as? String ?? "" }
    }

    let client: TestClient

    init(_ port: Int, token: String) throws {
        client = try TestClient(port: port)
        let lines = [
            "GET /session?token=\(token) HTTP/1.1", "Host: localhost:\(port)", "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", "",
        ]
        try client.send(Array(lines.joined(separator: "\r\n").utf8))
        var head = ""
        while !head.hasSuffix("\r\n\r\n") { head += String(decoding: try client.read(1), as: UTF8.self) }
        guard head.contains(" 101 "), head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") else { throw TestClient.Gone() }
    }

    /// Sends a frame as it is given, masked.
    func frame(_ first: UInt8, _ payload: [UInt8], count: Int? = nil) throws {
        let count = count ?? payload.count
        var bytes = [first]
        if count < 126 {
            bytes.append(0x80 | UInt8(count))
        } else if count < 1 << 16 {
            bytes += [0x80 | 126, UInt8(count >> 8), UInt8(count & 255)]
        } else {
            bytes += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
        }
        let mask: [UInt8] = [1, 2, 3, 4]
        try client.send(bytes + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] })
    }

    func send(_ text: String) throws { try frame(0x81, Array(text.utf8)) }

    /// The code with which the server closes; messages before it are passed over.
    func closeCode() throws -> Int {
        while true {
            let (opcode, payload) = try receive()
            if opcode == 8 { return Int(payload[0]) << 8 | Int(payload[1]) }
        }
    }

    func message() throws -> Message {
        while true {
            let (opcode, payload) = try receive()
            if opcode == 8 { throw TestClient.Gone() }
            if opcode != 1 && opcode != 2 { continue }
            var begin = 0
            if opcode == 2 { begin = 4 + (0..<4).reduce(0) { $0 | Int(payload[$1]) << (8 * $1) } }
            let json = opcode == 2 ? Data(payload[4..<begin]) : Data(payload)
            let header = try JSONSerialization.jsonObject(with: json) as! [String: Any]
            var counts = header["bytes"] as? [Int] ?? []
            if let lanes = header["lanes"] as? [[String: Any]] { counts = lanes.map { $0["bytes"] as! Int } }
            var blobs: [[UInt8]] = []
            for count in counts {
                blobs.append(Array(payload[begin..<begin + count]))
                begin += count
            }
            return Message(header: header, blobs: blobs)
        }
    }

    /// The next message of a type.
    func message(_ type: String) throws -> Message {
        while true {
            let message = try message()
            if message.type == type { return message }
        }
    }

    func ask(_ text: String) throws -> Message {
        try send(text)
        return try message()
    }

    private func receive() throws -> (opcode: UInt8, payload: [UInt8]) {
        let head = try client.read(2)
        var count = Int(head[1])
        if count > 125 { count = try client.read(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        return (head[0] & 15, try client.read(count))
    }
}
