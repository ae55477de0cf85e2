/// One frame of a WebSocket.
struct WebSocketFrame {
    var isFinal: Bool
    var opcode: UInt8
    var payload: [UInt8]

    /// Reads a client's frame: masked, in the shortest form, without extensions, of `limit` bytes at most.
    init(_ reader: inout ByteReader, limit: Int, until deadline: ContinuousClock.Instant) throws {
        let head = Array(try reader.take(2, until: deadline))
        (isFinal, opcode) = (head[0] & 0x80 != 0, head[0] & 0xF)
        guard head[0] & 0x70 == 0, head[1] & 0x80 != 0 else { throw WebSocket.Violation.malformed }
        var count = UInt64(head[1] & 0x7F)
        if count > 125 {
            let least: UInt64 = count == 126 ? 126 : 0x1_0000
            count = try reader.take(count == 126 ? 2 : 8, until: deadline).reduce(0) { $0 << 8 | UInt64($1) }
            guard count >= least else { throw WebSocket.Violation.malformed }
        }
        if opcode >= 8, count > 125 || !isFinal { throw WebSocket.Violation.malformed }
        guard opcode >= 8 || count <= UInt64(max(0, limit)) else { throw WebSocket.Violation.tooLong }
        let mask = Array(try reader.take(4, until: deadline))
        payload = Array(try reader.take(Int(count), until: deadline))
        for i in payload.indices { payload[i] ^= mask[i & 3] }
    }

    /// What comes before `count` bytes of a server's whole message.
    static func head(_ opcode: UInt8, count: Int) -> [UInt8] {
        let first = 0x80 | opcode
        if count < 126 { return [first, UInt8(count)] }
        let bytes = stride(from: count < 0x1_0000 ? 8 : 56, through: 0, by: -8)
        return [first, count < 0x1_0000 ? 126 : 127] + bytes.map { UInt8(truncatingIfNeeded: count >> $0) }
    }
}
