import Foundation

/// Messages and progress for whoever watches. What cannot be written is dropped: no work ends for want of a reader.
public enum StandardError {
    public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes `text` as it is, without a line's end. A process that writes here ignores SIGPIPE.
    public static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Foundation.write(STDERR_FILENO, start, rest.count)
                if count < 0 && (errno == EINTR || errno == EAGAIN && hasRoom()) { continue }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    /// Whether a stream that does not block takes more within a moment.
    private static func hasRoom() -> Bool {
        var wanted = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        return poll(&wanted, 1, 200) > 0 && wanted.revents & Int16(POLLOUT) != 0
    }
}
