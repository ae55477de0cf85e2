import Foundation

/// A file that is there completely or not at all: written beside its place, synced to disk, then renamed over it.
///
/// When anything fails the temporary file is removed and what stood in the place before stays.
public final class AtomicFile {
    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private var pending: [UInt8] = []

    /// Makes the file at `url` from what `body` appends.
    public static func write(to url: URL, _ body: (AtomicFile) throws -> Void) throws {
        let file = try AtomicFile(url)
        do {
            try body(file)
            try file.commit()
        } catch {
            file.abandon()
            throw error
        }
    }

    /// Makes the file at `url` from `parts`, one after the other.
    public static func write(_ parts: [UnsafeRawBufferPointer], to url: URL) throws {
        try write(to: url) { file in for part in parts { try file.append(part) } }
    }

    /// Makes the file at `url` from `data`.
    public static func write(_ data: Data, to url: URL) throws {
        try data.withUnsafeBytes { try write([$0], to: url) }
    }

    private init(_ url: URL) throws {
        path = url.path
        let name = ".\(url.lastPathComponent.prefix(60)).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        temporary = url.deletingLastPathComponent().appendingPathComponent(name).path
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw FileError("write", path, errno: errno) }
    }

    /// Appends `bytes`; small pieces are gathered.
    public func append(_ bytes: UnsafeRawBufferPointer) throws {
        if pending.count + bytes.count <= 1 << 16 {
            pending.append(contentsOf: bytes)
        } else {
            try flush()
            try writeOut(bytes)
        }
    }

    private func flush() throws {
        try pending.withUnsafeBytes { try writeOut($0) }
        pending.removeAll(keepingCapacity: true)
    }

    private func writeOut(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let n = Foundation.write(descriptor, bytes.baseAddress! + done, min(bytes.count - done, 1 << 30))
            if n < 0 && errno == EINTR { continue }
            if n < 0 { throw FileError("write", path, errno: errno) }
            done += n
        }
    }

    private func commit() throws {
        try flush()
        if fsync(descriptor) != 0 { throw FileError("write", path, errno: errno) }
        let closed = close(descriptor)
        descriptor = -1
        if closed != 0 || rename(temporary, path) != 0 { throw FileError("write", path, errno: errno) }
        // The rename itself is kept only once the folder is on disk; the file is whole either way.
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        unlink(temporary)
    }
}
