@preconcurrency import Foundation
import Tensors

/// Standard input, output and error as the process finds them and leaves them.
enum StandardStreams {
    /// To be called before any file is opened: a closed stream's number would go to that file, and messages into it. A reader of
    /// output or messages who goes away ends nothing, and a file that may not grow any more is an error of its own.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // Opened the wrong way round, so that its use still fails as that of a closed stream does.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes out what was printed. A pipe that nobody reads any more is no error.
    static func flush() throws {
        let failed = fflush(stdout) != 0
        let code = errno
        guard failed || ferror(stdout) != 0, !isAbandoned else { return }
        let reason = failed ? ": " + String(cString: strerror(code)) : ""
        throw FileError("What was printed could not be written to standard output\(reason).")
    }

    /// Whether standard output is a pipe whose reader has gone.
    private static var isAbandoned: Bool {
        var pipe = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        return poll(&pipe, 1, 0) > 0 && pipe.revents & Int16(POLLERR | POLLHUP) != 0
    }
}
