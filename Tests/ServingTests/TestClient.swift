import Foundation

/// A plain TCP client on loopback that can also misbehave.
final class TestClient {
    struct Gone: Error {}

    private let descriptor: Int32

    init(port: Int, patience: Int = 10) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var wait = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        let isThere = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isThere else { throw Gone() }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Gone() }
            rest = rest.dropFirst(count)
        }
    }

    func read(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var piece = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(descriptor, &piece, piece.count, 0)
            guard got > 0 else { throw Gone() }
            bytes += piece[..<got]
        }
        return bytes
    }

    /// Everything until the other side closes.
    func readAll() -> String {
        var bytes: [UInt8] = []
        while let byte = try? read(1) { bytes += byte }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The answer to a request with these lines.
    static func answer(_ port: Int, _ lines: [String]) throws -> String {
        let client = try TestClient(port: port)
        try client.send(Array((lines + ["", ""]).joined(separator: "\r\n").utf8))
        return client.readAll()
    }
}
