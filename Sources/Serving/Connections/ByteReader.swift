/// Reads a connection in pieces of a known size or up to an end mark, never more than is asked for in memory.
struct ByteReader {
    private static let piece = 16 << 10
    private let socket: TCPSocket
    private var bytes: [UInt8] = []
    private var at = 0

    init(_ socket: TCPSocket) { self.socket = socket }

    /// Exactly `count` bytes, which the caller has bounded.
    mutating func take(_ count: Int, until deadline: ContinuousClock.Instant) throws -> ArraySlice<UInt8> {
        while bytes.count - at < count { try more(until: deadline) }
        defer { at += count }
        return bytes[at..<at + count]
    }

    /// Everything before the first `end`, which is passed over; nil where there are more than `limit` bytes before it.
    mutating func take(before end: [UInt8], limit: Int, until deadline: ContinuousClock.Instant) throws -> [UInt8]? {
        var looked = at
        while true {
            while looked + end.count <= bytes.count {
                if bytes[looked..<looked + end.count].elementsEqual(end) {
                    defer { at = looked + end.count }
                    return Array(bytes[at..<looked])
                }
                looked += 1
                if looked - at > limit { return nil }
            }
            looked -= at
            try more(until: deadline)
            looked += at
        }
    }

    private mutating func more(until deadline: ContinuousClock.Instant) throws {
        bytes.removeFirst(at)
        at = 0
        bytes += try socket.read(Self.piece, until: deadline)
    }
}
