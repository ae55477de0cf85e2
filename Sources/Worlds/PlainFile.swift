import Foundation
import Tensors

/// Reads of files that may not be what their names say: pipes and devices are refused instead of waited for.
public enum PlainFile {
    /// The first `count` bytes, or fewer where the file is shorter.
    public static func head(_ url: URL, count: Int) throws -> [UInt8] {
        try read(url) { descriptor in
            var bytes = [UInt8](repeating: 0, count: count)
            var done = 0
            while done < count {
                let n = bytes.withUnsafeMutableBytes {
                    Foundation.read(descriptor, $0.baseAddress! + done, count - done)
                }
                if n < 0 && errno == EINTR { continue }
                if n < 0 { throw FileError("read", url.path, errno: errno) }
                if n == 0 { break }
                done += n
            }
            return Array(bytes.prefix(done))
        }
    }

    /// All of a file of at most `limit` bytes.
    public static func bytes(_ url: URL, limit: Int) throws -> [UInt8] {
        let bytes = try head(url, count: limit + 1)
        if bytes.count > limit { throw FileError("\(url.path) is larger than \(limit) bytes; is it the right file?") }
        return bytes
    }

    /// What `body` makes of the file's descriptor.
    package static func read<T>(_ url: URL, _ body: (Int32) throws -> T) throws -> T {
        let descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw FileError("read", url.path, errno: errno) }
        defer { close(descriptor) }
        var info = stat()
        if fstat(descriptor, &info) != 0 { throw FileError("read", url.path, errno: errno) }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw FileError("Cannot read \(url.path): it is no plain file; give one.")
        }
        return try body(descriptor)
    }
}
