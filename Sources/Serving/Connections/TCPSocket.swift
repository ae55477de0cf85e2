import Foundation

/// One end of a TCP connection. It is closed when the last one who holds it lets go.
final class TCPSocket: Sendable {
    enum Failure: Error { case late, closed }

    /// How long a write may wait for a peer that does not read.
    static let patience = Duration.seconds(10)
    private let descriptor: Int32

    /// Takes over an open descriptor.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// What has come: a byte at least and `limit` at most.
    func read(_ limit: Int, until deadline: ContinuousClock.Instant) throws -> [UInt8] {
        while true {
            // A client that is about to write is the rule: to wait first saves a call in vain.
            try wait(for: POLLIN, until: deadline)
            var (received, code): (Int, Int32) = (0, 0)
            let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
                received = recv(descriptor, buffer.baseAddress, limit, 0)
                code = errno
                count = max(0, received)
            }
            if received > 0 { return bytes }
            guard received < 0, code == EAGAIN || code == EINTR else { throw Failure.closed }
        }
    }

    /// All of `bytes`.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        let deadline = ContinuousClock.now + Self.patience
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = send(descriptor, start, rest.count, Int32(MSG_NOSIGNAL))
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { throw Failure.closed }
            try wait(for: POLLOUT, until: deadline)
        }
    }

    /// Ends reading and writing, also those that another thread waits in.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func wait(for event: Int32, until deadline: ContinuousClock.Instant) throws {
        var wanted = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        let left = (deadline - .now) / .milliseconds(1)
        guard left > 0 else { throw Failure.late }
        if poll(&wanted, 1, Int32(min(left.rounded(.up), 60_000))) == 0, ContinuousClock.now >= deadline {
            throw Failure.late
        }
    }
}
