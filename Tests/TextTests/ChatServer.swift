import Foundation
import Synchronization
import Tensors

/// A server that gives one answer to the first request that comes.
final class ChatServer: Sendable {
    let port: UInt16
    private let asked = Mutex("")
    /// What it was asked.
    var request: String { asked.withLock { $0 } }

    init(answer: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isBound else { throw FileError("no port for a test's server") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            let client = accept(listener, nil, nil)
            var (bytes, part) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
            // The question ends with its JSON object.
            while !String(decoding: bytes, as: UTF8.self).hasSuffix("}") {
                let n = read(client, &part, part.count)
                if n <= 0 { break }
                bytes += part[0..<n]
            }
            asked.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
            let head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(answer.utf8.count)\r\nConnection: close\r\n\r\n"
            let reply = Array((head + answer).utf8)
            _ = write(client, reply, reply.count)
            close(client)
            close(listener)
        }
    }
}
