import Foundation
import Tensors

/// A file of one JSON object a line that grows while a run goes on. What cannot be written whole leaves no part behind.
final class LineLog: @unchecked Sendable {
    private let url: URL
    private let descriptor: Int32

    /// Goes on at the end of `url`, which is made where it is missing; a last line that a kill tore is cut off.
    init(_ url: URL) throws {
        self.url = url
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw FileError("write", url.path, errno: errno) }
        var end = lseek(descriptor, 0, SEEK_END)
        var byte: UInt8 = 0
        while end > 0, pread(descriptor, &byte, 1, end - 1) == 1, byte != UInt8(ascii: "\n") { end -= 1 }
        _ = ftruncate(descriptor, end)
        lseek(descriptor, end, SEEK_SET)
    }

    deinit { close(descriptor) }

    /// Not to be called by two threads at once.
    func append(_ objects: [some Encodable]) throws {
        let data = try objects.reduce(into: Data()) { $0 += try JSONLines.line($1) }
        let begin = lseek(descriptor, 0, SEEK_CUR)
        var done = 0
        while done < data.count {
            let n = data.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, data.count - done) }
            if n < 0 && errno == EINTR { continue }
            if n < 0 {
                let code = errno
                _ = ftruncate(descriptor, begin)
                lseek(descriptor, begin, SEEK_SET)
                throw FileError("write", url.path, errno: code)
            }
            done += n
        }
    }
}
