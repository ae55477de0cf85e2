import Foundation
import Tensors

/// Where connections come in: an IPv4 or IPv6 address of this machine and a port.
final class ListeningSocket: Sendable {
    let port: Int
    private let descriptor: Int32

    /// Port 0 takes a free one.
    init(host: String, port: Int) throws {
        func failure(_ words: String) -> FileError { FileError("Cannot listen on \(host), port \(port): \(words)") }
        var hints = addrinfo()
        (hints.ai_flags, hints.ai_socktype) = (AI_NUMERICHOST | AI_NUMERICSERV, Int32(SOCK_STREAM.rawValue))
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let found else {
            throw failure("it is no numeric address, such as 127.0.0.1 or ::1.")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(found.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure("this machine does not speak its kind of address.") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0, listen(descriptor, 128) == 0
        else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw failure("\(reason); give another --port, or 0 for any that is free.")
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // The port lies at the same place in both kinds of address.
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        (self.descriptor, self.port) = (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    deinit { close(descriptor) }

    /// The next connection; nil after `milliseconds` without one.
    func accept(within milliseconds: Int32) -> TCPSocket? {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, milliseconds) > 0 else { return nil }
        let connection = Foundation.accept(descriptor, nil, nil)
        guard connection >= 0 else {
            // Out of descriptors, most likely: some will be closed.
            usleep(50_000)
            return nil
        }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        return TCPSocket(connection)
    }
}
